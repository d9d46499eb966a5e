import { answersOf, type NodeDouble } from "./chainDouble.js";
import { openRpcDouble, type RpcDouble } from "./rpcDouble.js";
import { NODES, type TestNetwork } from "./testNetwork.js";

/** Nothing listens there. */
const NOBODY = 9;

/**
 * Puts doubles in the places of a folder's nodes; undefined leaves a place empty.
 * @returns What ends them.
 */
export async function openDoubles(
  network: TestNetwork,
  nodes: readonly (Omit<NodeDouble, "at"> | undefined)[],
): Promise<() => Promise<void>> {
  const doubles: RpcDouble[] = [];
  for (const [at, name] of NODES.entries()) {
    const node = nodes[at];
    const double = node && (await openRpcDouble(answersOf({ ...node, at })));
    if (double) doubles.push(double);
    network.change(`nodes/${name}/config.toml`, (text) =>
      text.replace(/^rpc-http-port = .*$/m, `rpc-http-port = ${double?.port ?? NOBODY}`),
    );
  }
  return async () => {
    await Promise.all(doubles.map(({ close }) => close()));
  };
}
