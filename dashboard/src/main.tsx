import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.js";
import { startLive } from "./data/live.js";
import { applyPreferences } from "./preferences.js";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/view.css";
import "./styles/tables.css";
import "./styles/chart.css";
import "./styles/batteries.css";
import "./styles/panel.css";
import "./styles/report.css";
import "./styles/valuation.css";
import "./styles/print.css";

applyPreferences();
startLive();

const page = document.getElementById("page");
if (page) {
  createRoot(page).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
