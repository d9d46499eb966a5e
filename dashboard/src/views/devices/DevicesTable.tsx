import type { Device } from "../../../../api/types.js";
import { Identifier } from "../../components/Identifier.js";
import { Moment } from "../../components/Moment.js";
import { ProofMark } from "../../components/ProofMark.js";
import { useFormats } from "../../format/useFormats.js";
import { formatRoute } from "../../routes.js";
import { useTexts } from "../../texts/useTexts.js";
import { useSyntheticDevices } from "./useSyntheticDevices.js";

interface DeviceRowProps {
  readonly device: Device;
  /** The times of its records were made up. */
  readonly synthetic: boolean;
}

function DeviceRow({ device, synthetic }: DeviceRowProps) {
  const { devices: texts } = useTexts();
  const formats = useFormats();
  const key = device.signerType ? texts.keys[device.signerType] : texts.noKey;
  const subject =
    device.kind === "meter"
      ? formatRoute({ view: "energy", subject: device.device })
      : device.batteryPassportIdentifier
        ? formatRoute({ view: "batteries", subject: device.batteryPassportIdentifier })
        : undefined;
  return (
    <tr>
      <th scope="row">
        {subject ? <a href={subject}>{device.label}</a> : device.label}{" "}
        <span className="quiet small role">{texts.kinds[device.kind]}</span>
        <span className="sub">
          <Identifier id={device.device} what={texts.device} />
        </span>
      </th>
      <td>
        <span className="marked">
          <span className="status" data-status={device.status} title={texts.statusHints[device.status]}>
            {texts.statuses[device.status]}
          </span>
          <ProofMark
            state="anchored"
            what={texts.checkStatus(device.label)}
            claim={{ kind: "device", id: device.device }}
          />
        </span>
        <span className="sub only-narrow">{key}</span>
      </td>
      <td className="only-wide">{key}</td>
      <td className="only-wide">{device.organisationName ?? texts.formerOrganisation}</td>
      <td className="number">
        {formats.count(device.records)}
        <span className="sub only-narrow">
          {device.lastRecordAtS ? (
            <Moment timestampS={device.lastRecordAtS} show="day" synthetic={synthetic} />
          ) : (
            texts.never
          )}
        </span>
      </td>
      <td className="number only-wide">
        {device.lastRecordAtS ? <Moment timestampS={device.lastRecordAtS} synthetic={synthetic} /> : texts.never}
      </td>
    </tr>
  );
}

/** Every device with its status, its key and what it has said. */
export function DevicesTable({ devices }: { readonly devices: readonly Device[] }) {
  const { devices: texts } = useTexts();
  const synthetic = useSyntheticDevices();
  return (
    <table>
      <caption className="visually-hidden">{texts.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.device}</th>
          <th scope="col">{texts.status}</th>
          <th scope="col" className="only-wide">
            {texts.key}
          </th>
          <th scope="col" className="only-wide">
            {texts.organisation}
          </th>
          <th scope="col" className="number">
            {texts.records}
          </th>
          <th scope="col" className="number only-wide">
            {texts.last}
          </th>
        </tr>
      </thead>
      <tbody>
        {devices.map((device) => (
          <DeviceRow key={device.device} device={device} synthetic={synthetic.has(device.device)} />
        ))}
      </tbody>
    </table>
  );
}
