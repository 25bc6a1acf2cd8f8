const percent = new Intl.NumberFormat(undefined, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** "25.0%", of a share from 0 to 1; what is little but not nothing is "<0.1%". */
export function rateWords(rate: number): string {
  return rate > 0 && rate < 0.0005 ? `<${percent.format(0.001)}` : percent.format(rate);
}
