import { Identifier } from "../components/Identifier.js";
import { useFormats } from "../format/useFormats.js";
import { useTexts } from "../texts/useTexts.js";
import type { Explained } from "./ask.js";
import { Step } from "./Step.js";
import { stepsByName } from "./stepsByName.js";

type SettlementExplained = Extract<Explained, { readonly kind: "settlement" }>;

interface SettlementStepsProps {
  readonly explained: SettlementExplained;
  readonly genesisHash: string;
}

const total = (amounts: readonly string[]) => amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);

/** Value → terms → deliveries → contract → block, for one agreement or all of them. */
export function SettlementSteps({ explained, genesisHash }: SettlementStepsProps) {
  const { proof: texts } = useTexts();
  const formats = useFormats();
  const { agreements, check } = explained;
  const { labels, explain } = texts;
  const steps = stepsByName(check.steps);
  const deliveredWh = total(agreements.map((agreement) => agreement.deliveredWh));
  const paid = total(agreements.map((agreement) => agreement.paid));
  const prices = [...new Set(agreements.map(({ pricePerKWh }) => formats.price(pricePerKWh)))];
  const [only] = agreements;

  return (
    <ol className="steps">
      <Step
        checked={steps.value}
        headline={`${formats.money(paid)} · ${formats.kWh(deliveredWh)}`}
        explanation={explain.settledValue}
        details={[
          { name: labels.paid, value: formats.exactMoney(paid) },
          {
            name: labels.agreements,
            value:
              agreements.length === 1 && only ? (
                <span>
                  {only.supplierLabel} → {only.consumerLabel} <Identifier id={only.id} what={labels.agreements} />
                </span>
              ) : (
                formats.count(agreements.length)
              ),
          },
        ]}
      />
      <Step
        checked={steps.terms}
        explanation={explain.terms}
        details={[{ name: labels.price, value: prices.join(", ") }]}
      />
      <Step
        checked={steps.deliveries}
        explanation={explain.deliveries(formats.count(check.chain?.deliveries ?? 0))}
        details={
          check.chain
            ? [
                { name: labels.delivered, value: formats.kWh(check.chain.deliveredWh) },
                { name: labels.paid, value: formats.exactMoney(check.chain.paid) },
              ]
            : []
        }
      />
      <Step checked={steps.contract} explanation={explain.contract} details={[]} />
      <Step
        checked={steps.block}
        explanation={explain.readAt(formats.count(check.block ?? 0n))}
        details={[{ name: labels.genesis, value: <Identifier id={genesisHash} what={labels.genesis} /> }]}
      />
    </ol>
  );
}
