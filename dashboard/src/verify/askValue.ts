import { CheckEnded, check } from "./client.js";
import { refusedAs } from "./refusedAs.js";
import type { ValueAnswer, ValueJob } from "./value.js";

/**
 * Has a value estimated beside the page. A reader who stops a check of another file has not asked to do without the
 * value, so it is asked for again; any other end of the worker is an answer by name. Never throws.
 */
export async function askValue(job: ValueJob): Promise<ValueAnswer> {
  for (;;) {
    try {
      return await check(job);
    } catch (error) {
      if (!(error instanceof CheckEnded)) return refusedAs(error);
    }
  }
}
