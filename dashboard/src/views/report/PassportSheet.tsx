import type { PassportRoots } from "../../../../protocol/index.js";
import { useFormats } from "../../format/useFormats.js";
import { formatRoute } from "../../routes.js";
import { useTexts } from "../../texts/useTexts.js";
import { FullId } from "./FullId.js";
import { Sheet } from "./Sheet.js";

function Bindings({ bindings }: Pick<PassportRoots, "bindings">) {
  const { dossier, batteries } = useTexts();
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
        return (
          <li key={`${device} ${firstSequence}`}>
            <FullId id={device} what={batteries.device} />{" "}
            <span className="small quiet">
              {words}
              {how ? `; ${how}` : ""}
            </span>
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

/** What the battery is, by the passport that the chain has of it. */
export function PassportSheet({ passport }: { readonly passport: PassportRoots }) {
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
          { name: batteries.maker, value: <FullId id={passport.maker} what={batteries.maker} /> },
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
          { name: texts.devices, value: <Bindings bindings={passport.bindings} /> },
        ]}
      />
    </section>
  );
}
