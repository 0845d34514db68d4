/** The numbers of the clicked node, under the graph. */
import { formatNumber, groupThousands } from "../../trace/index.js";
import { Button } from "../Button.js";
import { useView } from "../cursor.js";
import type { DecodedRecording } from "../decode.js";
import { Formula } from "../equations/Formula.js";
import { useStrings } from "../strings.js";
import type { ColourRole } from "../theme.js";
import { BarStrip } from "./BarStrip.js";
import { type InspectorModel, inspectorModel, type Vector } from "./inspectorModel.js";

/** Below this width matrices show fewer entries. */
const NARROW = 900;

/** @param props.width px of the output */
export function Inspector({ decoded, width }: { readonly decoded: DecodedRecording; readonly width: number }) {
  const { view, dispatch } = useView();
  const strings = useStrings();
  const model = inspectorModel(decoded, view, width < NARROW ? 1 : 3);
  if (!model) return null;
  const close = () => dispatch({ type: "select", node: null });
  return (
    <section class="unroll-inspector" data-panel="inspector" aria-label={strings.inspector(model.name)}>
      <header>
        <span class="unroll-inspector-title">
          <Formula tex={model.nameTex} />
          {model.token !== null && <span class="unroll-token">{model.token}</span>}
        </span>
        <span class="unroll-faint">{noteOf(model, decoded, strings)}</span>
        <Button class="unroll-close" label={strings.close} title={strings.close} onClick={close}>
          ×
        </Button>
      </header>
      <Computation model={model} />
      <Vectors model={model} width={width} />
    </section>
  );
}

type Strings = ReturnType<typeof useStrings>;

function noteOf(
  { step, cursorStep, value }: InspectorModel,
  { recording }: DecodedRecording,
  strings: Strings,
): string {
  if (!value) return strings.noDetails;
  const ofBatch = recording.batchSize > 1 ? [strings.firstOfBatch(recording.batchSize)] : [];
  if (recording.kind === "trace") return ofBatch.join();
  const [at, cursor] = [groupThousands(step), groupThousands(cursorStep)];
  return [step === cursorStep ? strings.detailsOf(at) : strings.detailsNearest(at, cursor), ...ofBatch].join(" · ");
}

/** The statement, the statement in numbers, and what comes out, under one another at their equals signs. */
function Computation({ model }: { readonly model: InspectorModel }) {
  const lines = [model.symbolic, model.numeric, model.result].filter((line) => line !== null);
  return (
    <div class="unroll-computation">
      {lines.map((line, i) => (
        <div key={i}>
          {i === 0 && model.symbolic !== null && <Formula tex={`${model.nameTex}\\,`} />}
          <Formula tex={line} />
        </div>
      ))}
    </div>
  );
}

function Vectors({ model, width }: { readonly model: InspectorModel; readonly width: number }) {
  const strings = useStrings();
  const stripWidth = Math.min(260, width / 2 - 120);
  return (
    <div class="unroll-vectors">
      {model.value && (
        <VectorRow name={strings.value} tex={model.nameTex} vector={model.value} colour="forward" width={stripWidth} />
      )}
      {model.adjoint && (
        <VectorRow
          name={strings.gradient}
          tex={model.adjointTex}
          vector={model.adjoint}
          colour="backward"
          width={stripWidth}
        />
      )}
      {!model.adjoint && <span class="unroll-faint">{model.given ? strings.givenByTask : strings.noGradient}</span>}
    </div>
  );
}

interface VectorRowProps {
  readonly name: string;
  readonly tex: string;
  readonly vector: Vector;
  readonly colour: ColourRole;
  readonly width: number;
}

function VectorRow({ name, tex, vector, colour, width }: VectorRowProps) {
  const strings = useStrings();
  const reading = `${strings.norm} ${formatNumber(vector.norm)}`;
  return (
    <div class="unroll-vector">
      <span>
        {name} <Formula tex={tex} />
      </span>
      <BarStrip
        data={vector.data}
        colour={colour}
        width={width}
        label={`${name}: ${strings.entries(vector.data.length)}, ${reading}`}
      />
      <span class="unroll-faint">
        {strings.entries(vector.data.length)} · {reading}
      </span>
    </div>
  );
}
