import type { Device } from "../../../../api/types.js";
import { Empty } from "../../components/Empty.js";
import { Loaded } from "../../components/Loaded.js";
import { Skeleton } from "../../components/Skeleton.js";
import { Answer, ViewHead } from "../../components/ViewHead.js";
import { WhoSees } from "../../components/WhoSees.js";
import { useResource } from "../../data/resources.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import { DevicesTable } from "./DevicesTable.js";

const DEVICES = "api/devices";

function DevicesAnswer({ devices }: { readonly devices: readonly Device[] }) {
  const { devices: texts } = useTexts();
  const formats = useFormats();
  if (devices.length === 0) {
    return (
      <Answer tone="quiet" note={texts.nobodyNote}>
        {texts.nobody}
      </Answer>
    );
  }
  const active = devices.filter(({ status }) => status === "active").length;
  return (
    <Answer note={active === devices.length ? texts.allActive : texts.someActive(formats.count(active))}>
      {texts.answer(devices.length, formats.count(devices.length))}
    </Answer>
  );
}

/** Who speaks here? */
export function DevicesView() {
  const { devices: texts } = useTexts();
  const devices = useResource<Device[]>(DEVICES);
  return (
    <>
      <ViewHead question={texts.question}>
        <Loaded resource={devices} path={DEVICES} skeleton={<Skeleton shape="answer" />}>
          {(data) => <DevicesAnswer devices={data} />}
        </Loaded>
      </ViewHead>
      <section className="section" aria-labelledby="devices-title">
        <h2 id="devices-title">{texts.title}</h2>
        <Loaded resource={devices} path={DEVICES} brief skeleton={<Skeleton shape="table" rows={10} />}>
          {(data) => (data.length === 0 ? <Empty>{texts.nobodyNote}</Empty> : <DevicesTable devices={data} />)}
        </Loaded>
      </section>
      <WhoSees>{texts.whoSees}</WhoSees>
    </>
  );
}
