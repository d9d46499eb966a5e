import type { RecordProof } from "../../../../api/types.js";
import { useResource } from "../../data/resources.js";
import { useTexts } from "../../texts/useTexts.js";

/**
 * Says that a series' times were made up. A meter has one clock, so one of its records speaks for all.
 * @param recordHash Any record of the series.
 */
export function SyntheticTag({ recordHash }: { readonly recordHash: string | undefined }) {
  const { common } = useTexts();
  const { data } = useResource<RecordProof>(recordHash ? `api/records/${recordHash}/proof` : undefined);
  if (data?.timeSource !== "synthetic") return null;
  return (
    <span className="tag" title={common.syntheticTimesHint}>
      {common.syntheticTimes}
    </span>
  );
}
