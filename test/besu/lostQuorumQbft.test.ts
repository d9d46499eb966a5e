import { lostQuorum } from "./support/lostQuorum.js";

lostQuorum("qbft", 4_242_424_255);
