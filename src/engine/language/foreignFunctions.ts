import { isFunctionName } from "../functions/index.js";

/**
 * Functions of NumPy, PyTorch, mathjs and MATLAB, which are none of this language; longer ones are {@link LONG_WORD}s. In small
 * letters, without `_`, in alphabetical order; a capital says how many letters stand as in the name before, A for none:
 * `AabsBcos` is abs and acos. (test/engine/language/libraryFunctions.ts has them in full.)
 */
const NAMES = decoded(
  "AabsDoluteBcosEdEhDtEhCscEhBddDcdivEmulDmvDrCjointBiryEaiBllDcloseDtrueBmaxCinEmaxBndCgleCyBppendDlyBrangeCoundC" +
    "rayBsecEhCinEdEhBtanE2EdEhBverageAbartlettBetaEincElnBilinearCncountDomialBlackmanCkdiagBoundsAcatDalanBbrtBdist" +
    "BeilBholeskyDoseCunkBlampFmaxGinCipConeBolonCmpareEetElexEressCndDjCpyEsignCrrEcoefCsDdDhDpiCtDhCuntCvBrossBscDh" +
    "BubeAdeconvCg2radDreesCl2DeteCnCtDachBiagflatEonalCffCgammaCracCstEanceCvDmodBlconvBotDpowBropoutAeigDhDsDvalsHh" +
    "CnsumBllipkeBmbedCptyBntrBqBxp2DintEtDmE1ByeAfabsBftBillDterCxBlattenCipElrEudCoorBmaxCinCodBoldBracEtionCeqzDxp" +
    "BullCnmAgammaFincFlnCtherBcdBeCqrfCrBluBradientCeaterCuDcellBtAhammingCnkelDningBilbCstcBorzcatBuberBypotAifftBg" +
    "ammaGcBmCagBnnerCsertCtegralErpG1CvDerseFtDmodBsprimeAkaiserBldivBronBthvalueAlargerGeqBcmBdexpBeCgendreCrpCssBg" +
    "ammaBinearDspaceBnBobpcgBstmEcellDsqBtBuCfactorCpCunpackByapAmadCeCgicCtDmulDrixCxDimumBean2CdianCshgridBinDimum" +
    "DusCshBmBodDeDfBpowerBseBtimesBulDtidotFplyBvClgammaAnarrowBchoosekBdgridCimCtrEiBeCgDativeCtinvBonzeroCtBthroot" +
    "HsBullCmAonehotDsBrCgqrCmqrCthButerApadBdistBermsEuteBinvEerseBlusBoissonClarCsitiveDlinCwDerBrimesCodEuctBsiBtp" +
    "BurelinCtAqrBuantileArad2degDbasDiansCngeDkCvelBeClu6CmCnormCpeatDmatCscaleDhapeBintBnnDbaseDcellDtanhBollEaxisC" +
    "otsCt90DateCundBsqrtCubAsaeCtlinGsBcatterChurBecDhClectBgnBhapeBignEbitCluCnDcDdDhDpiBlogdetCuBmallerBoftminEsig" +
    "nClveodeCmetrueBpacingBqrtEmCuareDeezeBseBtdD2DmeanBubDtractCm2DsqBvdDvalsBymeigAtakeCnDdDsigBensorCstBileCmesBo" +
    "eplitzCpkBraceDpzCiDbasDlDuCuncAuminusBnbindCfoldCiqueCwrapBplusCsampleAvanderCrDianceDmeanBdotBecdotDnormCrtcat" +
    "AwhereAxgcdBlog1pyEyBorAzeroEsCtaBpk2tfBscore",
);

/** Whole families, whose names begin or end alike, `nanmean`, `conv2d`, `avgpool`, `mseloss`, and names of papers. */
const FAMILY =
  /^(?:arc|arg|bessel|bit|conv|cum|erf|hard|log|mov|nan|norm|poly|rand|real|swap)|(?:[bdps]mm|elu|equal|fun|loss|pool|[a-z]{2}[123]d|shift|shrink|solve|sort|split|stack|vide|ize)$|^(?:act|bn|nonlin|step)$/u;

function decoded(names: string): ReadonlySet<string> {
  const found: string[] = [];
  for (const [, shared, rest] of names.matchAll(/([A-Z])([a-z\d]*)/gu))
    found.push((found.at(-1) ?? "").slice(0, shared!.charCodeAt(0) - "A".charCodeAt(0)) + rest);
  return new Set(found);
}

/** One capital, perhaps with a small letter or a subscript behind it: a matrix, whatever it spells. */
const MATRIX = /^\p{Lu}(?:\P{Lu}|_.*)?$/u;

/** Nobody calls a matrix so, but for its subscript: `Wxh_forward`. */
const LONG_WORD = /^(?!\p{Lu}.{0,2}_)[a-z\d_]{9,}$/iu;

/** A name as the libraries' names are kept; the subscript of a capital, `L_n`, stays one. */
export const plainName = (name: string): string => name.replace(/(?<!^\p{Lu})_/gu, "").toLowerCase();

/** Whether another library has a function of this name, whatever its capitals and `_`; never of a matrix's name. */
export function isLibraryFunction(name: string): boolean {
  const plain = plainName(name);
  return !MATRIX.test(name) && !isFunctionName(name) && (NAMES.has(plain) || FAMILY.test(plain));
}

/** Whether a name before a bracket is taken for a function: one of another library, or a word. */
export function isFunctionLike(name: string): boolean {
  const letters = name.match(/\p{L}/gu)?.length ?? 0;
  return (letters >= 3 && /^\p{Ll}/u.test(name)) || LONG_WORD.test(name) || isLibraryFunction(name);
}
