import { networkLife } from "./support/networkLife.js";

networkLife("ibft2", 4_242_424_251);
