import { membershipLife } from "./support/membershipLife.js";

membershipLife("ibft2", 4_242_424_254);
