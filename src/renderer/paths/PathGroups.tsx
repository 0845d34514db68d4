/** A table of all paths by their number of factors: how many there are, and how much they bring. */
import { useStrings } from "../strings.js";
import { useTheme } from "../theme.js";
import type { GroupRow, GroupRows } from "./groupRows.js";

/** px */
const BAR = 160;

export function PathGroups({ groups }: { readonly groups: GroupRows }) {
  const { paths: words } = useStrings();
  return (
    <table class="unroll-table unroll-path-groups">
      <caption>{words.byLength}</caption>
      <thead>
        <tr>
          <th scope="col">{words.lengthColumn}</th>
          <th scope="col">{words.countColumn}</th>
          <th scope="col" colSpan={2}>
            {groups.isNorm ? words.normColumn : words.valueColumn}
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.rows.map((row) => (row ? <Group key={row.length} row={row} /> : <LeftOut key="…" groups={groups} />))}
      </tbody>
    </table>
  );
}

function Group({ row: { length, count, value, part } }: { readonly row: GroupRow }) {
  const { paint } = useTheme();
  return (
    <tr>
      <th scope="row">{length}</th>
      <td>{count}</td>
      <td>{value}</td>
      <td>
        <svg width={BAR} height={10} viewBox={`0 0 ${BAR} 10`} aria-hidden="true">
          <rect width={Math.max(part > 0 ? 0.7 : 0, part * BAR)} height={10} {...paint({ fill: "backward" })} />
        </svg>
      </td>
    </tr>
  );
}

function LeftOut({ groups: { leftOut } }: { readonly groups: GroupRows }) {
  const { paths: words } = useStrings();
  return (
    <tr>
      <td colSpan={4} class="unroll-faint">
        … {words.groupsLeftOut(leftOut)}
      </td>
    </tr>
  );
}
