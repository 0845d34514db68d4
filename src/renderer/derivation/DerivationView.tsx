/** The live derivation view: the network's equations, what follows from them, and each line with numbers on demand. */
import { useState } from "preact/hooks";
import type { DerivationLines, Payload } from "../../trace/index.js";
import { Button } from "../Button.js";
import { Equations } from "../equations/Equations.js";
import { useStrings } from "../strings.js";
import { agreementOf } from "./agreement.js";
import {
  derivationGroups,
  derivationNote,
  derivationVerdict,
  groupRemarks,
  type LineGroup,
} from "./derivationModel.js";
import { derivationRoom } from "./derivationRoom.js";
import { type LineContext, LineRows, type Opened } from "./LineRows.js";

export interface DerivationViewProps {
  readonly payload: Extract<Payload, { view: "derivation" }>;
  /** px */
  readonly width: number;
  readonly motion: boolean;
}

const CLOSED: Opened = { keys: new Set(), time: null };

export function DerivationView({ payload, width }: DerivationViewProps) {
  const { derivation, network } = payload;
  const strings = useStrings();
  const [opened, setOpened] = useState(CLOSED);
  const groups = derivationGroups(derivation, network);
  const all = groups.flatMap(({ lines }) => lines).filter((line) => line.hasNumbers);
  const isAllOpen = all.length > 0 && all.every(({ key }) => opened.keys.has(key));
  const toggleAll = () => setOpened({ ...opened, keys: new Set(isAllOpen ? [] : all.map(({ key }) => key)) });
  const shared = {
    derivation,
    timeless: new Set(network.parameters.map(({ tex }) => tex)),
    room: derivationRoom(derivation, width),
    opened,
    setOpened,
  };
  return (
    <section class="unroll-derivation" data-panel="derivation" aria-label={strings.derivation.panel}>
      <header class="unroll-head">
        <Equations network={network} />
        {all.length > 0 && (
          <Button pressed={isAllOpen} onClick={toggleAll}>
            {strings.derivation.allWithNumbers}
          </Button>
        )}
      </header>
      <div class="unroll-derived">
        {groups.map((group) => (
          <Group key={group.kind} group={group} {...shared} />
        ))}
      </div>
      <Verdict derivation={derivation} />
    </section>
  );
}

function Group({ group, ...shared }: LineContext & { readonly group: LineGroup }) {
  const { derivation: words } = useStrings();
  return (
    <>
      <h3 class="unroll-derived-heading">
        {words.headings[group.kind].title} <span class="unroll-faint">{groupRemarks(group, words).join(" · ")}</span>
      </h3>
      {group.lines.map((line) => (
        <LineRows key={line.key} line={line} {...shared} />
      ))}
    </>
  );
}

function Verdict({ derivation }: { readonly derivation: DerivationLines }) {
  const strings = useStrings();
  const agrees = derivation.timeSteps === 0 || agreementOf(derivation.largestDifference).result === "agree";
  const note = derivationNote(derivation, strings.derivation);
  return (
    <>
      <p class={agrees ? "unroll-diagnosis" : "unroll-diagnosis unroll-fail"} data-panel="verdict">
        {derivationVerdict(derivation, strings.derivation)}
      </p>
      {note !== null && <p class="unroll-note">{note}</p>}
    </>
  );
}
