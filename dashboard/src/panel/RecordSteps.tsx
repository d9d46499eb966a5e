import { Identifier } from "../components/Identifier.js";
import { Moment } from "../components/Moment.js";
import { STATUS_NAMES } from "../components/statusNames.js";
import { useFormats } from "../format/useFormats.js";
import { useTexts } from "../texts/useTexts.js";
import type { Explained } from "./ask.js";
import { Step } from "./Step.js";
import { stepsByName } from "./stepsByName.js";
import { useValueOfRecord } from "./useValueOfRecord.js";

type RecordExplained = Extract<Explained, { readonly kind: "record" }>;

interface RecordStepsProps {
  readonly explained: RecordExplained;
  readonly genesisHash: string;
}

/** Value → record → signature → leaf → root → block. */
export function RecordSteps({ explained, genesisHash }: RecordStepsProps) {
  const { proof: texts, devices } = useTexts();
  const formats = useFormats();
  const { proof, check } = explained;
  const { record, batch, device, signer } = proof;
  const steps = stepsByName(check.steps);
  const value = useValueOfRecord(explained);
  const { labels, explain } = texts;
  const id = (hash: string, what: string) => <Identifier id={hash} what={what} />;
  const statusThen = check.statusThen === undefined ? undefined : STATUS_NAMES[check.statusThen];

  return (
    <ol className="steps">
      <Step checked={steps.value} headline={value.headline} explanation={value.explanation} details={value.details} />
      <Step
        checked={steps.record}
        explanation={explain.record}
        details={[
          { name: labels.sequence, value: formats.count(record.header.sequence) },
          {
            name: labels.recordedAt,
            value: <Moment timestampS={record.header.timestampS} synthetic={proof.timeSource === "synthetic"} />,
          },
          { name: labels.hash, value: id(proof.structHash, labels.hash) },
          { name: labels.previous, value: id(proof.previous, labels.previous) },
          { name: labels.link, value: id(record.header.link, labels.link) },
        ]}
      />
      <Step
        checked={steps.signature}
        explanation={explain.signature(device.label)}
        details={[
          { name: labels.keyType, value: devices.keys[signer.type] },
          { name: labels.signer, value: id(signer.signer, labels.signer) },
          { name: labels.signature, value: id(proof.signature, labels.signature) },
          ...(statusThen ? [{ name: labels.statusThen, value: devices.statuses[statusThen] }] : []),
        ]}
      />
      <Step
        checked={steps.leaf}
        explanation={explain.leaf}
        details={[{ name: labels.leaf, value: id(proof.leaf, labels.leaf) }]}
      />
      <Step
        checked={steps.root}
        explanation={explain.root(formats.count(proof.proof.length), formats.count(batch.count))}
        details={[
          { name: labels.root, value: id(batch.root, labels.root) },
          { name: labels.batch, value: formats.count(batch.sequence) },
        ]}
      />
      <Step
        checked={steps.block}
        explanation={explain.block}
        details={[
          { name: labels.block, value: formats.count(batch.blockNumber) },
          { name: labels.anchoredAt, value: <Moment timestampS={batch.anchoredAtS} /> },
          { name: labels.blockHash, value: id(batch.blockHash, labels.blockHash) },
          { name: labels.transaction, value: id(batch.transactionHash, labels.transaction) },
          { name: labels.genesis, value: id(genesisHash, labels.genesis) },
        ]}
      />
    </ol>
  );
}
