/** An envelope under way. */
export const Flight = () => (
  <svg class="flight" viewBox="0 0 240 84" width="240" height="84" aria-hidden="true">
    <path class="track" d="M4 66C40 70 58 28 96 34" />
    <g class="drone">
      <path class="rotor" d="M99 20h26M151 20h26" />
      <path class="arm" d="M112 20v12M164 20v12" />
      <rect class="body" x="106" y="32" width="64" height="42" rx="7" />
      <path class="flap" d="m109 38 29 20 29-20" />
    </g>
    <path class="track" d="M182 46c16-6 34-8 52-6" />
  </svg>
);
