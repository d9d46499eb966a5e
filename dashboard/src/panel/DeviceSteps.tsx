import { Identifier } from "../components/Identifier.js";
import { Moment } from "../components/Moment.js";
import { STATUS_NAMES } from "../components/statusNames.js";
import { useFormats } from "../format/useFormats.js";
import { useTexts } from "../texts/useTexts.js";
import type { Explained } from "./ask.js";
import { Step } from "./Step.js";
import { stepsByName } from "./stepsByName.js";

type DeviceExplained = Extract<Explained, { readonly kind: "device" }>;

interface DeviceStepsProps {
  readonly explained: DeviceExplained;
  readonly genesisHash: string;
}

/** Value → registry → history → block. */
export function DeviceSteps({ explained, genesisHash }: DeviceStepsProps) {
  const { proof: texts, devices } = useTexts();
  const formats = useFormats();
  const { device, check } = explained;
  const { labels, explain } = texts;
  const steps = stepsByName(check.steps);
  const signer = check.chain?.signers.at(-1)?.signer;

  return (
    <ol className="steps">
      <Step
        checked={steps.value}
        headline={`${device.label}: ${devices.statuses[device.status]}`}
        explanation={explain.deviceValue}
        details={[
          { name: labels.kind, value: devices.kinds[device.kind] },
          { name: labels.device, value: <Identifier id={device.device} what={labels.device} /> },
        ]}
      />
      <Step
        checked={steps.registry}
        explanation={explain.registry}
        details={[
          { name: labels.keyType, value: device.signerType ? devices.keys[device.signerType] : devices.noKey },
          ...(signer ? [{ name: labels.signer, value: <Identifier id={signer} what={labels.signer} /> }] : []),
        ]}
      />
      <Step
        checked={steps.history}
        explanation={explain.history}
        details={(check.chain?.statuses ?? []).map(({ sinceS, status }) => ({
          name: devices.statuses[STATUS_NAMES[status]],
          value: <Moment timestampS={String(sinceS)} />,
        }))}
      />
      <Step
        checked={steps.block}
        explanation={explain.readAt(formats.count(check.block ?? 0n))}
        details={[{ name: labels.genesis, value: <Identifier id={genesisHash} what={labels.genesis} /> }]}
      />
    </ol>
  );
}
