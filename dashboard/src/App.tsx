import { useEffect, useRef } from "react";
import type { Overview } from "../../api/types.js";
import { ConnectionNotice } from "./components/ConnectionNotice.js";
import { Header } from "./components/Header.js";
import { ReplayProgress } from "./components/ReplayProgress.js";
import { useResource } from "./data/resources.js";
import { ProofPanel } from "./panel/ProofPanel.js";
import type { Route } from "./routes.js";
import { useTexts } from "./texts/useTexts.js";
import { useRoute } from "./useRoute.js";
import { BatteriesView } from "./views/batteries/BatteriesView.js";
import { DevicesView } from "./views/devices/DevicesView.js";
import { EnergyView } from "./views/energy/EnergyView.js";
import { RecordsView } from "./views/records/RecordsView.js";
import { ReportView } from "./views/report/ReportView.js";

function Shown({ route }: { readonly route: Route }) {
  switch (route.view) {
    case "batteries":
      return <BatteriesView battery={route.subject} />;
    case "report":
      return <ReportView battery={route.subject} />;
    case "devices":
      return <DevicesView />;
    case "records":
      return <RecordsView />;
    default:
      return <EnergyView meter={route.subject} />;
  }
}

/** The frame around every view. */
export function App() {
  const { common } = useTexts();
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const previousView = useRef(route.view);
  const { data: overview } = useResource<Overview>("api/overview");

  // A new view starts at its question, for the eye and for a screen reader.
  useEffect(() => {
    if (previousView.current === route.view) return;
    previousView.current = route.view;
    window.scrollTo(0, 0);
    document.getElementById("question")?.focus({ preventScroll: true });
  }, [route.view]);

  return (
    <>
      {/* The hash names the view, so the jump is made by focus and not by an anchor. */}
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {common.skip}
      </button>
      <Header view={route.view} />
      {overview ? <ReplayProgress progress={overview.progress} /> : null}
      <ConnectionNotice />
      <main id="main" ref={main} tabIndex={-1}>
        <Shown route={route} />
      </main>
      <footer className="foot">
        <p>{common.footer}</p>
      </footer>
      <ProofPanel />
    </>
  );
}
