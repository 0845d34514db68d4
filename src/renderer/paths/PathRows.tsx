/** The rows of the paths: a list of which one at a time can be chosen. */
import type { HTMLAttributes } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../Button.js";
import { Formula } from "../equations/Formula.js";
import { useStrings } from "../strings.js";
import { PathSwatch } from "./PathSwatch.js";
import { PathValue } from "./PathValue.js";
import { pinnedPath, SHORT_LIST } from "./pathFocus.js";
import { pathStyle } from "./pathStyle.js";
import type { PathRow } from "./rowsModel.js";
import type { FocusControl } from "./usePathFocus.js";

interface PathRowsProps extends FocusControl {
  readonly rows: readonly PathRow[];
  readonly lit: ReadonlySet<number> | null;
  /** Whether `value` is the norm of something larger. */
  readonly isNorm: boolean;
}

export function PathRows({ rows, lit, isNorm, focus, dispatch }: PathRowsProps) {
  const { paths: words } = useStrings();
  const list = useRef<HTMLDivElement>(null);
  const shown = focus.expanded ? rows : rows.slice(0, SHORT_LIST);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = rowAfter(event.key, focus.active, shown.length);
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    list.current?.querySelector<HTMLElement>(`[data-row="${next + 1}"]`)?.focus();
  };
  return (
    <>
      <div
        ref={list}
        class="unroll-path-rows"
        role="listbox"
        aria-label={words.rows}
        onKeyDown={onKeyDown}
        onPointerLeave={() => dispatch({ type: "point", at: null })}
      >
        {shown.map((row) => (
          <Row key={row.index} row={row} lit={lit} isNorm={isNorm} focus={focus} dispatch={dispatch} />
        ))}
      </div>
      {rows.length > SHORT_LIST && (
        <Button class="unroll-more" onClick={() => dispatch({ type: "expand", expanded: !focus.expanded })}>
          {focus.expanded ? words.showFewer : words.showAll(rows.length)}
        </Button>
      )}
    </>
  );
}

/** The row after a key; null for keys that the list does not handle. */
function rowAfter(key: string, active: number, count: number): number | null {
  const to: Readonly<Record<string, number>> = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: count - 1 };
  const next = to[key];
  return next === undefined ? null : Math.min(Math.max(next, 0), count - 1);
}

interface RowProps extends Omit<PathRowsProps, "rows"> {
  readonly row: PathRow;
}

function Row({ row, lit, isNorm, focus, dispatch }: RowProps) {
  const { paths: words } = useStrings();
  const { index } = row;
  const isPinned = pinnedPath(focus) === index;
  const isPale = lit !== null && !lit.has(index);
  const element = useScrolledTo(isPinned && focus.walking);
  const value = isNorm ? words.norm(row.valueText) : words.value(row.valueText);
  return (
    <div
      ref={element}
      class={isPale ? "unroll-path-row unroll-pale" : "unroll-path-row"}
      data-row={index + 1}
      style={`--unroll-path: ${pathStyle(index).live}`}
      {...optionAttributes(index, focus, dispatch)}
    >
      <span class="unroll-hidden">{`${words.path(index + 1)}: ${row.text}, ${value}`}</span>
      <PathSwatch index={index} />
      <Products row={row} isFull={isPinned} />
      <PathValue value={row.value} isNorm={isNorm} isSaid />
    </div>
  );
}

function optionAttributes(
  index: number,
  focus: FocusControl["focus"],
  dispatch: FocusControl["dispatch"],
): HTMLAttributes<HTMLDivElement> {
  const pin = () => dispatch({ type: "pin", at: { kind: "path", index } });
  return {
    role: "option",
    tabindex: focus.active === index ? 0 : -1,
    "aria-selected": pinnedPath(focus) === index,
    onClick: pin,
    onPointerEnter: () => dispatch({ type: "point", at: { kind: "path", index } }),
    onFocus: () => dispatch({ type: "activate", index }),
    onBlur: () => dispatch({ type: "point", at: null }),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Escape") dispatch({ type: "clear" });
      else if (event.key === "Enter" || event.key === " ") pin();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

/** Keeps the walk in view. */
function useScrolledTo(isWanted: boolean) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isWanted) element.current?.scrollIntoView({ block: "nearest" });
  }, [isWanted]);
  return element;
}

/** The product in symbols and in numbers; in full while the path is pinned. */
function Products({ row, isFull }: { readonly row: PathRow; readonly isFull: boolean }) {
  const numbers = isFull ? row.allNumbers : row.numbers;
  return (
    <>
      <div class="unroll-path-symbols" aria-hidden="true">
        <Formula tex={isFull ? row.allSymbols : row.symbols} />
      </div>
      <div class="unroll-path-numbers" aria-hidden="true">
        {numbers && <Formula tex={`=\\;${numbers}`} />}
        {!numbers && row.bound && <Formula tex={row.bound} />}
      </div>
    </>
  );
}
