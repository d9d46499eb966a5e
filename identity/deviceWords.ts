import { DeviceKind, DeviceStatus } from "../protocol/index.js";

/** A device's status in a word, lower case. */
export const statusWord = (status: DeviceStatus): string => wordOf(DeviceStatus, status);

/** What kind of device it is, in a word, lower case. */
export const kindWord = (kind: number): string => wordOf(DeviceKind, kind);

function wordOf(names: Readonly<Record<string, number>>, number: number): string {
  const [name = "unknown"] = Object.entries(names).find(([, value]) => value === number) ?? [];
  return name.toLowerCase();
}
