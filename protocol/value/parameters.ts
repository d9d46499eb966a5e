/** What the method knows from other cells; everything else it reads from the battery's own history. */
export interface FadeParameters {
  /** Exponent towards which a history is drawn as long as it says little itself. */
  readonly usualExponent: number;
  /** How much the exponent of a battery without any fade still grows until its end of life, by the knee to come. */
  readonly kneeAllowance: number;
  /** Factors on ln(life ÷ age) between which four of five training cases lie. */
  readonly p10Factor: number;
  readonly p90Factor: number;
}

/**
 * Parameters of `wattproof-fade/1`: the same for every chemistry, found by benchmarks/residualValue on fourteen cells
 * (LFP, NCM, NCM+NCA and NASA's, at 4, 24 and 43 °C). docs/residual-value.md tells how, and how well they do.
 */
export const PUBLISHED_PARAMETERS: FadeParameters = {
  usualExponent: 1.3,
  kneeAllowance: 1.1,
  p10Factor: 0.68,
  p90Factor: 1.65,
};
