import { useMemo } from "react";
import type { Chain } from "../../../api/types.js";
import { useResource } from "../data/resources.js";
import { usePreferences } from "../preferences.js";
import type { Trust } from "./evidence.js";

/** The reader's own node and directory where they named some, else those that the service names. */
export function useTrust(): Trust | undefined {
  const { data: chain } = useResource<Chain>("api/chain");
  const { rpcUrl, directory } = usePreferences();
  const served = chain ? { rpcUrl: chain.rpcUrl, directory: chain.directory } : undefined;
  const own = { rpcUrl: rpcUrl || served?.rpcUrl, directory: directory || served?.directory };
  return useMemo(
    () => (own.rpcUrl && own.directory ? { rpcUrl: own.rpcUrl, directory: own.directory } : undefined),
    [own.rpcUrl, own.directory],
  );
}
