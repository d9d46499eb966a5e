/** Names that this installation gives to devices, by device id. */
export type Labels = ReadonlyMap<string, string>;

const SHOWN_DIGITS = 4;

/** The device's name here, or its id shortened in the middle. */
export function labelOf(labels: Labels, device: string): string {
  return labels.get(device) ?? `${device.slice(0, 2 + SHOWN_DIGITS)}…${device.slice(-SHOWN_DIGITS)}`;
}
