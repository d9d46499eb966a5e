import type { Hex } from "../../protocol/index.js";
import { fresh, nextBlockAt, nowS } from "../../test/support/chain/chain.js";
import { contributionOf, workshop } from "../../test/support/chain/contributions.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import type { Row } from "../report/row.js";
import { grownRow, rowOf } from "./grown.js";

const CHILDREN = 1_000;
const SALT = bytes32Of("salt");

/** Ideas with their authors. What one costs does not depend on how many build on the same. */
export async function contributionRows(): Promise<Row[]> {
  const w = await fresh(workshop);
  const { contributions, ada, ben, idOf, register } = w;
  const row = rowOf("Contributions");
  const alone = (content: string, parents: readonly Hex[] = []) => contributionOf(content, [[ada, 1000]], parents);
  const commit = async (id: Hex) => gasOf(contributions.commit(await contributions.commitmentOf(id, SALT)));

  const parent = await idOf(alone("parent"));
  const committed = await commit(parent);
  const registered = await gasOf(register(alone("parent"), ada, SALT));
  const joint = contributionOf("joint", [
    [ada, 500],
    [ben, 500],
  ]);
  await commit(await idOf(joint));
  await nextBlockAt((await nowS()) + 1);
  const together = await gasOf(register(joint));
  const opened = await gasOf(contributions.openCommitment(await idOf(joint), SALT));

  const child = (count: number) => gasOf(register(alone(`child ${count}`, [parent])));
  await child(1);
  const second = await child(2);
  let last = second;
  for (let count = 3; count <= CHILDREN + 1; count++) last = await child(count);
  return [
    row("committing", committed),
    row("registering with the commitment, 1 author", registered),
    row("registering, 2 authors", together),
    row("opening a commitment afterwards", opened),
    row("registering what builds on another", second),
    grownRow(
      "Contributions",
      `registering what builds on one with ${CHILDREN.toLocaleString("en-US")} others on it`,
      last,
      second,
    ),
  ];
}
