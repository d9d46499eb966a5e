/**
 * The text of a response, which may come from anybody.
 * @param mostBytes Beyond this the rest is not read. @returns Undefined if there is more.
 */
export async function readBounded(response: Response, mostBytes: number): Promise<string | undefined> {
  if (!response.body) return "";
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString("utf8");
    length += value.length;
    if (length > mostBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
}
