import { FailureNotice } from "../components/FailureNotice.js";
import { Skeleton } from "../components/Skeleton.js";
import type { Claim } from "../routes.js";
import { useTexts } from "../texts/useTexts.js";
import { verdictOf } from "../verify/steps.js";
import type { Explained } from "./ask.js";
import { DeviceSteps } from "./DeviceSteps.js";
import { RecordSteps } from "./RecordSteps.js";
import { SettlementSteps } from "./SettlementSteps.js";
import { useExplanation } from "./useExplanation.js";

function Steps({ explained, genesisHash }: { readonly explained: Explained; readonly genesisHash: string }) {
  switch (explained.kind) {
    case "record":
      return <RecordSteps explained={explained} genesisHash={genesisHash} />;
    case "settlement":
      return <SettlementSteps explained={explained} genesisHash={genesisHash} />;
    case "device":
      return <DeviceSteps explained={explained} genesisHash={genesisHash} />;
  }
}

/** A claim's steps from what is shown down to the block, each with what its check found. */
export function ClaimBody({ claim }: { readonly claim: Claim }) {
  const { proof } = useTexts();
  const explanation = useExplanation(claim);
  const verdict = !explanation ? "checking" : explanation.ok ? verdictOf(explanation.explained.check.steps) : "unable";
  return (
    <div className="claim">
      <p className="claim-verdict" data-verdict={verdict} role="status" data-testid="proof-verdict">
        {proof.verdicts[verdict]}
      </p>
      {explanation ? null : <Skeleton shape="table" rows={6} />}
      {explanation?.ok ? (
        <>
          <p className="small quiet">{proof.intro}</p>
          <Steps explained={explanation.explained} genesisHash={explanation.genesisHash} />
        </>
      ) : null}
      {explanation && !explanation.ok ? (
        <FailureNotice
          failure={
            explanation.failure.status === 404
              ? { ...explanation.failure, message: proof.notFound }
              : explanation.failure
          }
        />
      ) : null}
    </div>
  );
}
