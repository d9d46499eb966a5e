import { useEffect, useState } from "react";
import type { Chain } from "../../../api/types.js";
import { useResource } from "../data/resources.js";
import type { Claim } from "../routes.js";
import { useTrust } from "../verify/useTrust.js";
import { type Explanation, explain } from "./ask.js";

const CRASHED: Explanation = { ok: false, failure: { kind: "unreadable" } };

/** The checked explanation of a claim; undefined while it is being checked. A new claim or node checks anew. */
export function useExplanation(claim: Claim): Explanation | undefined {
  const trust = useTrust();
  const { data: chain } = useResource<Chain>("api/chain");
  const genesisHash = chain?.genesisHash;
  const [explanation, setExplanation] = useState<Explanation>();
  const { kind } = claim;
  const id = "id" in claim ? claim.id : "";

  // biome-ignore lint/correctness/useExhaustiveDependencies: kind and id are the claim; its object changes with every render
  useEffect(() => {
    setExplanation(undefined);
    if (!trust || !genesisHash) return;
    let wanted = true;
    explain(claim, trust, genesisHash)
      .catch(() => CRASHED)
      .then((found) => {
        if (wanted) setExplanation(found);
      });
    return () => {
      wanted = false;
    };
  }, [kind, id, trust, genesisHash]);

  return explanation;
}
