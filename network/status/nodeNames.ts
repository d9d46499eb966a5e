import type { Hex } from "../../protocol/index.js";
import type { OpenedNetwork } from "../folder/openNetwork.js";

/** Gives the name of a node by its address: as it is run from here, or as founded; its address if it came later. */
export function nodeNames({ consortium, nodes }: OpenedNetwork): (address: Hex) => string {
  const names = new Map([...consortium.nodes, ...nodes].map(({ address, name }) => [address, name]));
  return (address) => names.get(address) ?? address;
}
