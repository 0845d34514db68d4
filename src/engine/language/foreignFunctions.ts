import { isFunctionName } from "../functions/index.js";

/**
 * Functions of NumPy, PyTorch, mathjs and MATLAB, which are none of this language: who writes one before a bracket does not
 * mean a matrix. In small letters, without `_`, in alphabetical order; a capital says how many letters stand as in the name
 * before, A for none: `AabsDolute` is abs and absolute. (test/engine/language/libraryFunctions.ts has them in full.)
 */
const NAMES = decoded(
  "AabsDoluteBcosEdEhDtEhCscEhBddDbmmDcdivEmulDmmEvDrDscalarCjointBffinegridKgeneratorBiryEaiBllDcloseDtrueCphadr" +
    "opoutBmaxCinEmaxBndCgleCyBppendDlyBrangeCedeterministicalgorithmsenabledCgDmaxEinDpartitionDsortDwhereCoundCra" +
    "yFequalIivFfunFsplitBsecEhCinEdEhBtanE2EdEhCtentionBverageAbaddbmmCrtlettCtchnormBellnumbersCrnoulliCtaEincEln" +
    "BilinearCnarycrossentropywithlogitsDcountDomialCtandDnotDorDxorBlackmanCkdiagCockdiagBmmBoundsBsxfunBucketizeA" +
    "catDalanBbrtBdistBeilCllfunBhainmatmulDnnelshuffleColeskyIinverseIsolveDoseCunkBlampFmaxGinCipConeBolonDumnsta" +
    "ckCmbinationsMwithrepDpareEetElexEositionEressCncatenateDdDjEphysicalEugateCpyEsignCrrEcoefEelateCsDdDhDinesim" +
    "ilarityDpiCtDhCuntFnonzeroCvBrossBscDhBtransposeBubeAdeconvCepequalCg2radDreesCl2DeteCnCrivativeCtDachBiagembe" +
    "dEflatEonalCffCgammaDitizeCracCstEanceCvDideGscalarDmodBlconvBotDdivideDmultiplyDpowBropoutBsmmCplitCtackAeigD" +
    "hDsDvalsHhCnsumGpathBlliotsigEpkeBmbedFdingJbagJrenormCptyFquantizedFstridedBntrBqCualFscalarBrfDcEinvExDinvBx" +
    "p2DanddimsDintEtDmE1ByeAfabsCctorialBeaturealphadropoutHdropoutBftBillEdiagonalDterCxBlatnonzeroEtenCipElrEudC" +
    "oatpowerDorFdivideBmaxCinCodBoldBracEtionCeqzDxpCobeniusnormBullEyconnectCnmAgammaFincIcFlnCtherBcdBeComspaceC" +
    "qrfCrBluBradientCeaterHequalCoupnormCuDcellBtBumbelsoftmaxAhammingCnkelDningBeavisideBilbCstcBorzcatCuseholder" +
    "productBsmmCplitDmmCtackBuberBypotAidivideBfftBgammaGcBmCagBnnerCsertDtancenormCtegralErpG1FsectCvDerseFtDmodB" +
    "sprimeAkaiserBldivFergenceBronBthvalueAlaguerrepolynomiallCrgerGeqCyernormBcmBdexpCivideClfactorDsolveBeCrpCss" +
    "EequalCxsortBgammaBinearDspaceBnBobpcgCcalresponsenormCg10EpD2DaddexpJ2DcumsumexpDdetDitDmDndtrBsolveGallCtmEc" +
    "ellDsqBtBuCfactorCpCsolveCunpackByapAmadCeCgicCskedfillGselectCtDmulDrixGexpGfromcolumnsKfunctionKrowsGnormGpo" +
    "werGrankCxDimumBean2CdianCshgridBinDimumDusCshBldivideBmBodDeDfCveaxisEdimDmeanDstdEumBpowerBrdivideBseCortBti" +
    "mesBulBvClgammaAnarrowBchoosekBdgridCimCtrEiBeCgDativeCtinvCxtafterBonzeroCrmEalGizeEcdfEexceptdimEpdfCtDequal" +
    "BthrootHsBuclearnormCllCmAonehotGdecodeGencodeDsBrCgqrCmqrCthButerApadCirwisedistanceCrtitionBcalowrankBdistBe" +
    "rcentileDmsEutationsGeBickrandomCecewiseCnvEerseCxelshuffleFunshuffleBlusBoissonClarDyEaddEderFivEfitEgammaEin" +
    "tEmulEnomialrootEsubEvalCsitiveDlinCwDerBrimesCodEuctBsiBtpBurelinCtDalongaxisAqrBuantileIseqArad2degDbasDians" +
    "CndEiFntEnEomGintEpermDgeDkCvelBdivideBeCalEifcloseElogEpowEsqrtCciprocalClu6CmDainderCnormCpeatGinterleaveDma" +
    "tCscaleDhapeDizeBintBnnDbaseDcellHbaseDtanhBollEaxisCotsCt90DateFionmatrixCundCwstackBsqrtCubAsaddmmCeCtlinGsB" +
    "catterHaddHreduceChurBecDhClectBgnBhapeBignEbitCluCnDcDdDhDpiCzeBlogdetCuBmallerHeqCmCoothdataBoftminEsignClve" +
    "FodeFtriangularCmetrueCrtEcomplexBpacingChericalbesselj0ClitCmmBqrtEmCuareDeezeBseCpaddmmBtackCdD2DmeanCirling" +
    "s2BubDtractIscalarCm2DsqBvdDlowrankDvalsBwapaxesEdimsBylvesterCmeigCncbatchnormAtakeEalongaxisJdimCnDdDsigBens" +
    "orGdotGinvGsolveHplitCstBhresholdBileCmesBoeplitzCpkBraceDnsposeDpezoidEzCiDangularsolveDbasDlDmzerosDuCuedivi" +
    "deDncAuminusBnaryminusFplusCbindCequalCflattenDoldCiqueGconsecutiveCsqueezeCwrapBplusBsolveGallAvanderCrDiance" +
    "DmeanBdotBecdotDnormDtornormCrtcatBsplitCtackAwhereAxgcdBlog1pyEyBorAzeroEsCtaBpk2tfBscore",
);

/** Whole families, whose names begin or end alike: `nanmean`, `conv2d`, `avgpool1d`, `mseloss`, `hardtanh`. */
const FAMILY =
  /^(?:adaptive|arc|bessel|bitwise|chebyshev|conv|cum|hard|hermite|histogram|legendre|log(?:ical|s)|max(?:un)?pool|modifiedbessel|multi|nan|scaledmodified|shiftedchebyshev|transformer|upsampl)|(?:loss|pool|[a-z]{2}[123]d|elu|shrink|shift|sigmoid|window)$/u;

function decoded(names: string): ReadonlySet<string> {
  const found: string[] = [];
  for (const [, shared, rest] of names.matchAll(/([A-Z])([a-z\d]*)/gu))
    found.push((found.at(-1) ?? "").slice(0, shared!.charCodeAt(0) - "A".charCodeAt(0)) + rest);
  return new Set(found);
}

/** One capital, perhaps with a letter or a subscript behind it: a matrix, whatever it spells. */
const MATRIX = /^\p{Lu}(?:[\p{L}\p{N}]|_.*)?$/u;

/** A name as the libraries' names are kept. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll("_", "");

/** Whether another library has a function of this name, whatever its capitals and `_`; never of a matrix's name. */
export function isLibraryFunction(name: string): boolean {
  const plain = plainName(name);
  return !MATRIX.test(name) && !isFunctionName(name) && (NAMES.has(plain) || FAMILY.test(plain));
}
