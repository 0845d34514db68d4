/** What opens under a line: the formula in numbers, what it comes to, and what backpropagation found. */
import type { ComponentChildren } from "preact";
import { Formula } from "../equations/Formula.js";
import { useStrings } from "../strings.js";
import { agreementText } from "./agreement.js";
import {
  type NumbersInput,
  type NumbersModel,
  type Sides,
  type TotalModel,
  totalOf,
  withNumbers,
} from "./withNumbers.js";

export function LineNumbers(input: NumbersInput) {
  const { line, timeSteps } = input;
  const total = totalOf(input);
  return (
    <div class="unroll-numbers">
      {line.checks.length > 0 && <OneStep {...input} />}
      {total && <Total total={total} timeSteps={timeSteps} />}
    </div>
  );
}

function OneStep(input: NumbersInput) {
  const { derivation: words } = useStrings();
  const model = withNumbers(input);
  const { time } = input.line.checks[input.check]!;
  return (
    <>
      {input.line.kind === "gradient" && time > 0 && <Remark>{words.stepAdds(time)}</Remark>}
      <Row left={model.name}>
        <Formula tex={model.formula} />
      </Row>
      {model.where.length > 0 && <Where where={model.where} />}
      <Row left={null}>
        <BothSides sides={model} />
      </Row>
    </>
  );
}

/** @param props.left TeX before the equals sign; null for none */
function Row({ left, children }: { readonly left: string | null; readonly children: ComponentChildren }) {
  return (
    <>
      <div class="unroll-numbers-left">{left !== null && <Formula tex={left} />}</div>
      <div class="unroll-numbers-right">{children}</div>
    </>
  );
}

function Where({ where }: Pick<NumbersModel, "where">) {
  const { derivation: words } = useStrings();
  return (
    <Row left={null}>
      <div class="unroll-numbers-where">
        <span class="unroll-faint">{words.where}</span>
        {where.map((tex) => (
          <Formula key={tex} tex={tex} />
        ))}
      </div>
    </Row>
  );
}

function Total({ total, timeSteps }: { readonly total: TotalModel; readonly timeSteps: number }) {
  const { derivation: words } = useStrings();
  return (
    <>
      <Remark>{words.sumOverTime(timeSteps)}</Remark>
      <Row left={total.name}>
        <BothSides sides={total} />
      </Row>
    </>
  );
}

function BothSides({ sides }: { readonly sides: Sides }) {
  const { derivation: words } = useStrings();
  return (
    <div class="unroll-sides">
      <Formula tex={`= ${sides.right}`} />
      <span class="unroll-side">
        <span class="unroll-faint">{words.byBackpropagation}</span>
        <Formula tex={sides.left} />
      </span>
      <span class={`unroll-agreement unroll-${sides.agreement.result}`}>
        <Sign agrees={sides.agreement.result === "agree"} />
        {agreementText(sides.agreement, words)}
      </span>
    </div>
  );
}

/** What the next row is, in words. */
function Remark({ children }: { readonly children: string }) {
  return (
    <Row left={null}>
      <span class="unroll-faint">{children}</span>
    </Row>
  );
}

function Sign({ agrees }: { readonly agrees: boolean }) {
  return (
    <svg width="13" height="13" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={agrees ? "M2.5 8.5l4 4 7-9" : "M3.5 3.5l9 9m0-9l-9 9"}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
      />
    </svg>
  );
}
