import type { Battery } from "../../../../api/types.js";
import type { PassportRoots } from "../../../../protocol/index.js";
import { STATUS_NAMES } from "../../components/statusNames.js";
import { useResource } from "../../data/resources.js";
import { useFormats } from "../../format/useFormats.js";
import { formatRoute } from "../../routes.js";
import { useTexts } from "../../texts/useTexts.js";
import type { Judgement } from "../../verify/judgement.js";
import { FullId } from "./FullId.js";
import { Sheet } from "./Sheet.js";

type PassportSheetProps = { readonly passport: PassportRoots } & Pick<Judgement, "statusesNow">;

function Bindings({ passport: { bindings }, statusesNow }: PassportSheetProps) {
  const { dossier, batteries, devices } = useTexts();
  const texts = dossier.passport;
  const formats = useFormats();
  if (bindings.length === 0) return batteries.noDevice;
  return (
    <ul>
      {bindings.map(({ device, firstSequence, lastSequence, continuity }, place) => {
        const from = formats.count(firstSequence);
        const isPresent = place === bindings.length - 1;
        const words = isPresent
          ? texts.deviceFrom(from)
          : lastSequence < firstSequence
            ? texts.deviceNothing
            : texts.deviceRange(from, formats.count(lastSequence));
        const how = texts.continuity[continuity];
        const status = STATUS_NAMES[statusesNow[device] ?? 0];
        return (
          <li key={`${device} ${firstSequence}`}>
            <FullId id={device} what={batteries.device} />{" "}
            <span className="small quiet">
              {words}
              {how ? `; ${how}` : ""}
            </span>
            {status === "active" ? null : (
              <span className="sub" data-tone="bad">
                {texts.statusNow(devices.statuses[status])}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Batteries({ identifiers }: { readonly identifiers: readonly string[] }) {
  return identifiers.map((identifier, index) => (
    <span key={identifier}>
      {index > 0 ? ", " : ""}
      <a href={formatRoute({ view: "report", subject: identifier })}>{identifier}</a>
    </span>
  ));
}

/** The maker's account, and its name where this page's own service knows one. */
function Maker({ passport: { maker, batteryPassportIdentifier: id } }: Pick<PassportSheetProps, "passport">) {
  const { batteries, dossier } = useTexts();
  const { data = [] } = useResource<Battery[]>("api/batteries");
  const known = data.find((battery) => battery.batteryPassportIdentifier === id && battery.maker === maker);
  return (
    <>
      <FullId id={maker} what={batteries.maker} />
      {known?.makerName ? <span className="sub">{dossier.passport.nameOf(known.makerName)}</span> : null}
    </>
  );
}

/** What the battery is, by the passport that the chain has of it. */
export function PassportSheet({ passport, statusesNow }: PassportSheetProps) {
  const { dossier, batteries } = useTexts();
  const texts = dossier.passport;
  const formats = useFormats();
  const { factoryChargeCount, factoryDischargeCount, predecessors, successor } = passport;
  return (
    <section className="section" aria-labelledby="passport-title" data-testid="report-passport">
      <h2 id="passport-title">{texts.title}</h2>
      <p className="section-intro">{texts.note}</p>
      <Sheet
        rows={[
          { name: batteries.maker, value: <Maker passport={passport} /> },
          { name: batteries.model, value: passport.model },
          { name: batteries.chemistry, value: passport.chemistry },
          { name: batteries.status, value: texts.statuses[passport.status] ?? "" },
          { name: batteries.rated, value: formats.ampereHours(passport.ratedCapacityMicroAh) },
          { name: texts.ratedEnergy, value: formats.wattHours(passport.ratedEnergyMicroWh) },
          {
            name: texts.factory,
            value: `${formats.count(factoryChargeCount)} / ${formats.count(factoryDischargeCount)}`,
          },
          predecessors.length > 0
            ? { name: texts.predecessors, value: <Batteries identifiers={predecessors} /> }
            : null,
          successor === null ? null : { name: texts.successor, value: <Batteries identifiers={[successor]} /> },
          { name: texts.devices, value: <Bindings passport={passport} statusesNow={statusesNow} /> },
        ]}
      />
    </section>
  );
}
