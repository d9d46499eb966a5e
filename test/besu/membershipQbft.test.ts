import { membershipLife } from "./support/membershipLife.js";

membershipLife("qbft", 4_242_424_253);
