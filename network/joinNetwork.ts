import { type FoundingPart, inCommonOrder } from "./consortium/foundConsortium.js";
import type { OrganisationSecrets } from "./consortium/foundOrganisation.js";
import type { Consortium } from "./consortium/schema.js";
import { OwnFolderInvalid } from "./folder/errors.js";
import { type MachineOptions, makeNetwork, type NetworkFolder, type NetworkTerms } from "./folder/networkFolder.js";
import { readOwn } from "./folder/readOwn.js";

export interface JoinedNetwork extends NetworkTerms, MachineOptions {
  /** All organisations' public parts, in any order. */
  readonly parts: readonly FoundingPart[];
  /** Folders of `network keygen` with keys of one's own; none makes the shared files alone. */
  readonly own: readonly string[];
}

/**
 * Puts the organisations' public parts together. All who do so with the same parts and terms get the same shared files.
 * @throws OwnFolderInvalid, and what `makeNetwork` throws.
 */
export function joinNetwork({ parts, own, rpcPort, ...terms }: JoinedNetwork): NetworkFolder {
  return makeNetwork(inCommonOrder(parts), terms, (consortium) => readAll(own, consortium), { rpcPort });
}

function readAll(folders: readonly string[], consortium: Consortium): readonly OrganisationSecrets[] {
  const names = new Set<string>();
  return folders.flatMap((folder) => {
    const kept = readOwn(folder, consortium);
    for (const { name } of kept) {
      if (names.has(name)) throw new OwnFolderInvalid(folder, `has keys of ${name}, which another folder has, too`);
      names.add(name);
    }
    return kept;
  });
}
