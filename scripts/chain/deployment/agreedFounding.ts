import { join } from "node:path";
import type { Founding } from "../../../deploy/founding.js";
import { openNetwork } from "../../../network/index.js";
import { readFounding } from "./foundingOf.js";
import { CONSORTIUM_FILE } from "./networkFolder.js";

/** What founders agreed on, and where a node of the reader's own answers. */
export interface AgreedFounding {
  readonly founding: Founding & { readonly chainId: bigint };
  /** Undefined if no node is run from the folder. */
  readonly rpc: string | undefined;
}

/**
 * What founders agreed on, from their shared folder or its `consortium.json`.
 * @throws FileUnreadable, FileTooLarge, NetworkFolderInvalid, and what `parseConsortium` throws
 */
export function agreedFounding(path: string, isFolder: boolean): AgreedFounding {
  if (!isFolder) return { founding: readFounding(path), rpc: undefined };
  const [first] = openNetwork(path).nodes;
  return { founding: readFounding(join(path, CONSORTIUM_FILE)), rpc: first?.rpcUrl };
}
