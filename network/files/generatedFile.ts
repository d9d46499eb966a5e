/** A file to be written. */
export interface GeneratedFile {
  /** From the folder's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** True for what nobody else may read: mode 0600, and 0700 for the folder that it lies in. */
  readonly isSecret?: true;
}

/** JSON as people read it, with a line break at the end. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
