import { networkLife } from "./support/networkLife.js";

networkLife("qbft", 4_242_424_250);
