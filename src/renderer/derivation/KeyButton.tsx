/** A button that opens something, or that can be at its end without losing the focus; its keys stay in the output. */
import type { ComponentChildren } from "preact";

interface KeyButtonProps {
  /** What is read out. */
  readonly label: string;
  readonly expanded?: boolean;
  /** Dimmed and without effect, yet still in the order of focus. */
  readonly disabled?: boolean;
  readonly class?: string;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

export function KeyButton({ label, expanded, disabled, class: extra = "", onClick, children }: KeyButtonProps) {
  return (
    <button
      type="button"
      class={`unroll-button ${extra}`.trim()}
      aria-label={label}
      aria-expanded={expanded}
      aria-disabled={disabled ? "true" : undefined}
      onClick={() => !disabled && onClick()}
      onKeyDown={keepKeys}
    >
      {children}
    </button>
  );
}

function keepKeys(event: KeyboardEvent): void {
  if (event.key === "Enter" || event.key === " ") event.stopPropagation();
}
