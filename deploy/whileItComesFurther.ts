import { statSync } from "node:fs";
import { join } from "node:path";

/** Times that a deployment goes on by itself. */
const MOST_TRIES = 5;

/**
 * Goes on with what stopped as long as each time it came further: a node that imports a block may answer, for a moment, that it
 * does not have it (Besu 26.4), and no deployment should end there.
 * @param record Folder of Ignition's record, which grows.
 * @throws what `deploy` threw last
 */
export async function whileItComesFurther<T>(record: string, deploy: () => Promise<T>): Promise<T> {
  const progress = () => statSync(join(record, "journal.jsonl"), { throwIfNoEntry: false })?.size ?? 0;
  for (let tries = 1; ; tries += 1) {
    const before = progress();
    try {
      return await deploy();
    } catch (error) {
      if (tries === MOST_TRIES || progress() <= before) throw error;
    }
  }
}
