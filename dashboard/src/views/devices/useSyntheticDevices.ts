import type { Battery } from "../../../../api/types.js";
import { useResource } from "../../data/resources.js";

/** Devices whose last record's time was made up, as far as is known: only batteries' sources lack a calendar. */
export function useSyntheticDevices(): ReadonlySet<string> {
  const { data: batteries } = useResource<Battery[]>("api/batteries");
  const synthetic = (batteries ?? []).filter(({ timeSource }) => timeSource === "synthetic");
  return new Set(synthetic.map(({ device }) => device).filter((device) => device !== null));
}
