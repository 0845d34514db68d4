/** A button whose keys stay in the output: the editor would take them for commands on the cell. */
import type { ComponentChildren } from "preact";

interface ButtonProps {
  /** What is read out; default the children's text. */
  readonly label?: string;
  readonly title?: string;
  readonly pressed?: boolean;
  readonly class?: string;
  readonly onClick: () => void;
  readonly children?: ComponentChildren;
}

export function Button({ label, title, pressed, class: extra = "", onClick, children }: ButtonProps) {
  return (
    <button
      type="button"
      class={`unroll-button ${extra}`.trim()}
      aria-label={label}
      aria-pressed={pressed}
      title={title}
      onClick={onClick}
      onKeyDown={keepKeys}
    >
      {children}
    </button>
  );
}

function keepKeys(event: KeyboardEvent): void {
  if (event.key === "Enter" || event.key === " ") event.stopPropagation();
}
