import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { ActButton } from '../shell/act-button.js';
import { Confirm } from '../shell/dialogs/confirm.js';

export interface QuestionProps {
  /** What its button shows. */
  word: ComponentChildren;
  label?: string;
  disabled?: boolean;
  /** Why it is off, or what it does. */
  hint?: string | undefined;
  title: string;
  text: string;
  action: string;
  isLoud?: boolean;
  onConfirm(): void;
}

/** A button for what cannot be undone: it asks first. */
export function Question({ word, label, disabled, hint, isLoud, onConfirm, ...asked }: QuestionProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <ActButton
        class={isLoud ? 'button destructive' : 'button quiet danger small'}
        aria-label={label}
        title={hint ?? label}
        isOff={disabled ?? false}
        onClick={() => setAsking(true)}
      >
        {word}
      </ActButton>
      {isAsking && (
        <Confirm
          {...asked}
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            onConfirm();
          }}
        />
      )}
    </>
  );
}
