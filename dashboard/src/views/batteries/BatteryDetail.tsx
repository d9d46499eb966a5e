import type { Battery, Cycle } from "../../../../api/types.js";
import { Facts } from "../../components/Facts.js";
import { Identifier } from "../../components/Identifier.js";
import { Loaded } from "../../components/Loaded.js";
import { Moment } from "../../components/Moment.js";
import { ProofMark } from "../../components/ProofMark.js";
import { Skeleton } from "../../components/Skeleton.js";
import { useResource } from "../../data/resources.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import { CapacityChart } from "./CapacityChart.js";

/** One battery: its health, its capacity over its cycles, and what its maker stated. */
export function BatteryDetail({ battery }: { readonly battery: Battery }) {
  const { batteries: texts } = useTexts();
  const formats = useFormats();
  const id = battery.batteryPassportIdentifier;
  const path = `api/batteries/${encodeURIComponent(id)}/cycles`;
  const cycles = useResource<Cycle[]>(path);
  const last = cycles.data?.at(-1);
  const mark = (what: string) =>
    last ? (
      <ProofMark state="anchored" what={`${id}, ${what}`} claim={{ kind: "record", id: last.recordHash }} />
    ) : null;

  return (
    <>
      <Facts
        label={id}
        facts={[
          {
            name: texts.health,
            hint: texts.healthHint,
            value: (
              <span className="marked">
                {battery.stateOfHealth === null ? "–" : formats.percent(battery.stateOfHealth)}
                {mark(texts.health)}
              </span>
            ),
          },
          {
            name: texts.cycles,
            hint: texts.cyclesHint,
            value: (
              <span className="marked">
                {formats.count(battery.numberOfFullCycles)}
                {mark(texts.cycles)}
              </span>
            ),
          },
          { name: texts.records, value: formats.count(battery.records) },
          { name: texts.rated, value: formats.ampereHours(battery.ratedCapacityMicroAh) },
        ]}
      />
      <section className="section" aria-labelledby="capacity-title">
        <h2 id="capacity-title">{texts.chart.title}</h2>
        <Loaded resource={cycles} path={path} skeleton={<Skeleton shape="chart" />}>
          {(data) => <CapacityChart key={id} battery={battery} cycles={data} />}
        </Loaded>
      </section>
      <section className="section" aria-labelledby="passport-title">
        <h2 id="passport-title">{texts.passportFacts}</h2>
        <dl className="sheet">
          <div>
            <dt>{texts.maker}</dt>
            <dd>
              {battery.makerName ? `${battery.makerName} ` : ""}
              <Identifier id={battery.maker} what={texts.maker} />
            </dd>
          </div>
          <div>
            <dt>{texts.model}</dt>
            <dd>{battery.model}</dd>
          </div>
          <div>
            <dt>{texts.chemistry}</dt>
            <dd>{battery.chemistry}</dd>
          </div>
          <div>
            <dt>{texts.status}</dt>
            <dd>{texts.statuses[battery.batteryStatus]}</dd>
          </div>
          <div>
            <dt>{texts.charges}</dt>
            <dd>
              {formats.count(battery.chargeCount)} / {formats.count(battery.dischargeCount)}
            </dd>
          </div>
          <div>
            <dt>{texts.device}</dt>
            <dd>{battery.device ? <Identifier id={battery.device} what={texts.device} /> : texts.noDevice}</dd>
          </div>
          <div>
            <dt>{texts.checkpoint}</dt>
            <dd>
              {battery.checkpoint ? (
                <span className="marked">
                  {texts.checkpointAt(formats.count(battery.checkpoint.sequence))},{" "}
                  <Moment timestampS={battery.checkpoint.setAtS} />
                  <ProofMark
                    state="anchored"
                    what={texts.checkpoint}
                    claim={{ kind: "record", id: battery.checkpoint.recordHash }}
                  />
                </span>
              ) : (
                texts.noCheckpoint
              )}
            </dd>
          </div>
          <div>
            <dt>{texts.passport}</dt>
            <dd>
              <Identifier id={battery.passport} what={texts.passport} />
            </dd>
          </div>
        </dl>
      </section>
    </>
  );
}
