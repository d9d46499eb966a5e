import { useEffect, useRef, useState } from "react";
import type { ValuePrices } from "../../../protocol/index.js";
import { askValue } from "./askValue.js";
import type { HistoryColumns } from "./history.js";
import type { ValueAnswer } from "./value.js";

export interface ValueTerms {
  readonly endOfLife: number;
  readonly prices: ValuePrices;
}

/** Typing a number asks once, not once per digit. */
const PAUSE_MS = 120;

/**
 * The residual value of a history under the given terms, estimated beside the page. The last answer stays while a new
 * one is computed.
 * @param terms Undefined while what the reader typed is no number.
 */
export function useValue(history: HistoryColumns | null, terms: ValueTerms | undefined): ValueAnswer | undefined {
  const [answer, setAnswer] = useState<{ readonly of: HistoryColumns; readonly answer: ValueAnswer }>();
  const asked = useRef(0);
  useEffect(() => {
    if (history === null || terms === undefined) return;
    asked.current += 1;
    const mine = asked.current;
    const timer = setTimeout(async () => {
      const found = await askValue({ kind: "value", history, ...terms });
      if (mine === asked.current) setAnswer({ of: history, answer: found });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [history, terms]);
  return answer !== undefined && answer.of === history ? answer.answer : undefined;
}
