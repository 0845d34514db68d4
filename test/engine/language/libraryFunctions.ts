/** Functions of other libraries that compute on numbers, in small letters and without `_`. */
export const LIBRARY_FUNCTIONS = {
  /** NumPy 1.24: `numpy` and `numpy.linalg`. */
  NumPy:
    "abs absolute add all allclose alltrue amax amin angle any append arange arccos arccosh arcsin arcsinh arctan " +
    "arctan2 arctanh argmax argmin argpartition argsort argwhere around array arrayequal arrayequiv arraysplit " +
    "atleast1d atleast2d atleast3d average bartlett bincount bitwiseand bitwisenot bitwiseor bitwisexor blackman " +
    "cbrt ceil cholesky choose clip columnstack compress concatenate cond conj conjugate convolve copy copysign " +
    "corrcoef correlate cos cosh countnonzero cov cross cumprod cumproduct cumsum deg2rad degrees delete det " +
    "diagflat diagonal diff digitize divide divmod dot dsplit dstack ediff1d eig eigh eigvals eigvalsh einsum " +
    "einsumpath empty equal exp2 expanddims expm1 eye fabs filldiagonal fix flatnonzero flip fliplr flipud " +
    "floatpower floor floordivide fmax fmin fmod frexp full gcd geomspace gradient greater greaterequal hamming " +
    "hanning heaviside histogram histogram2d histogrambinedges histogramdd hsplit hstack hypot imag in1d inner " +
    "insert interp intersect1d inv invert kaiser kron lcm ldexp leftshift less lessequal lexsort linspace log10 " +
    "log1p log2 logaddexp logaddexp2 logicaland logicalnot logicalor logicalxor logspace lstsq mat matmul " +
    "matrixpower matrixrank max maximum median meshgrid min minimum mod modf moveaxis msort multidot multiply " +
    "nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod nanquantile " +
    "nanstd nansum nanvar ndim negative nextafter nonzero norm notequal ones outer pad partition percentile " +
    "piecewise pinv poly polyadd polyder polydiv polyfit polyint polymul polysub polyval positive power prod " +
    "product ptp put putalongaxis qr quantile rad2deg radians ravel real realifclose reciprocal remainder repeat " +
    "reshape resize rightshift rint roll rollaxis roots rot90 round rowstack select setdiff1d setxor1d shape sign " +
    "signbit sin sinc sinh size slogdet solve sometrue sort sortcomplex spacing split sqrt square squeeze stack " +
    "std subtract svd swapaxes take takealongaxis tan tensordot tensorinv tensorsolve test tile trace transpose " +
    "trapz tri tril trimzeros triu truedivide trunc union1d unique unwrap vander var vdot vsplit vstack where " +
    "zeros",
  /** PyTorch 1.13: `torch`, `torch.linalg`, `torch.special`, `torch.nn` and `torch.nn.functional`, without what stands above. */
  PyTorch:
    "acos acosh adaptiveavgpool1d adaptiveavgpool2d adaptiveavgpool3d adaptivelogsoftmaxwithloss " +
    "adaptivemaxpool1d adaptivemaxpool2d adaptivemaxpool3d addbmm addcdiv addcmul addmm addmv addr adjoint " +
    "affinegrid affinegridgenerator airyai alphadropout aminmax aredeterministicalgorithmsenabled asin asinh atan " +
    "atan2 atanh avgpool1d avgpool2d avgpool3d baddbmm bartlettwindow batchnorm batchnorm1d batchnorm2d " +
    "batchnorm3d bceloss bcewithlogitsloss bernoulli besselj0 besselj1 bessely0 bessely1 bilinear " +
    "binarycrossentropywithlogits binomial bitwiseleftshift bitwiserightshift blackmanwindow blockdiag bmm " +
    "bucketize cat cdist celu chainmatmul channelshuffle chebyshevpolynomialt chebyshevpolynomialu " +
    "chebyshevpolynomialv chebyshevpolynomialw choleskyinverse choleskysolve chunk clamp clampmax clampmin clone " +
    "complex conjphysical constantpad1d constantpad2d constantpad3d conv1d conv2d conv3d convolution convtbc " +
    "convtranspose1d convtranspose2d convtranspose3d cosineembeddingloss cosinesimilarity crossentropyloss " +
    "crossmaplrn2d ctcloss cummax cummin cumulativetrapezoid detach diagembed digamma dist div dropout dropout1d " +
    "dropout2d dropout3d dsmm elu embedding embeddingbag embeddingrenorm emptyquantized emptystrided entr eq erf " +
    "erfc erfcx erfinv expit featurealphadropout featuredropout fill flatten fold frac fractionalmaxpool2d " +
    "fractionalmaxpool3d frobeniusnorm gammainc gammaincc gammaln gather gaussiannllloss ge gelu geqrf ger glu " +
    "groupnorm gru grucell gt gumbelsoftmax hammingwindow hannwindow hardshrink hardsigmoid hardswish hardtanh " +
    "hermitepolynomialh hermitepolynomialhe hingeembeddingloss histc householderproduct hsmm hspmm huberloss " +
    "igamma igammac instancenorm instancenorm1d instancenorm2d instancenorm3d inverse kaiserwindow kldiv " +
    "kldivloss kthvalue laguerrepolynomiall layernorm ldlfactor ldlsolve le leakyrelu legendrepolynomialp lerp " +
    "lgamma linear lobpcg localresponsenorm logcumsumexp logdet logit logndtr logsigmoid logsoftmax logsumexp " +
    "lppool1d lppool2d lstm lstmcell lt lu lufactor lusolve luunpack marginrankingloss maskedfill maskedselect " +
    "matrixexp matrixnorm maxpool1d maxpool2d maxpool3d maxunpool1d maxunpool2d maxunpool3d mish mm mode " +
    "modifiedbesseli0 modifiedbesseli1 modifiedbesselk0 modifiedbesselk1 movedim mseloss mul multigammaln " +
    "multiheadattention multilabelmarginloss multilabelsoftmarginloss multimarginloss multinomial mv mvlgamma " +
    "narrow ndtr ndtri ne neg nllloss nllloss2d normal normalize normexceptdim nuclearnorm onehot orgqr ormqr " +
    "pairwisedistance pcalowrank pdist permute pinverse pixelshuffle pixelunshuffle poisson poissonnllloss polar " +
    "polygamma pow prelu psi rand randint randn randperm range reflectionpad1d reflectionpad2d reflectionpad3d " +
    "relu6 renorm repeatinterleave replicationpad1d replicationpad2d replicationpad3d rnn rnnbase rnncell " +
    "rnncellbase rnnrelu rnntanh rrelu rsqrt rsub saddmm scaledmodifiedbesselk0 scaledmodifiedbesselk1 scatter " +
    "scatteradd scatterreduce selu sgn shiftedchebyshevpolynomialt shiftedchebyshevpolynomialu " +
    "shiftedchebyshevpolynomialv shiftedchebyshevpolynomialw silu smm smoothl1loss softmarginloss softmax2d " +
    "softmin softshrink softsign solvetriangular sphericalbesselj0 spmm sspaddmm stdmean sub svdlowrank svdvals " +
    "swapdims symeig syncbatchnorm takealongdim tanhshrink tensor tensorsplit threshold topk transformer " +
    "transformerdecoder transformerdecoderlayer transformerencoder transformerencoderlayer trapezoid " +
    "triangularsolve tripletmarginloss tripletmarginwithdistanceloss unbind unflatten unfold uniqueconsecutive " +
    "unsqueeze upsample upsamplebilinear upsamplenearest upsamplingbilinear2d upsamplingnearest2d varmean vecdot " +
    "vectornorm xlog1py xlogy zero zeropad2d zeta",
  /** mathjs 15.2, without what stands above. */
  mathjs:
    "acot acoth acsc acsch addscalar and apply arg asec asech bellnumbers bitand bitnot bitor bitxor catalan " +
    "combinations combinationswithrep compare composition corr cot coth count csc csch ctranspose cube deepequal " +
    "den derivative distance dividescalar dotdivide dotmultiply dotpow eigs equalscalar expm factorial fft " +
    "fraction freqz gamma ifft im intersect invmod kldivergence larger largereq lsolve lsolveall lup lyap mad " +
    "matrix matrixfromcolumns matrixfromfunction matrixfromrows multiplyscalar not nthroot nthroots num or " +
    "permutations pickrandom polynomialroot quantileseq random randomint re rightarithshift rightlogshift rotate " +
    "rotationmatrix schur sec sech slu smaller smallereq solveode sqrtm stirlings2 subtractscalar sylvester " +
    "unaryminus unaryplus unequal usolve usolveall variance xgcd xor zpk2tf",
  /** MATLAB R2023b: Elementary Math, Linear Algebra, Statistics, Deep Learning Toolbox, without what stands above. */
  MATLAB:
    "acosd airy arrayfun asind atand attention avgpool besseli besselj besselk bessely beta betainc betaln " +
    "blkdiag bounds bsxfun cellfun circshift colon compet conv cosd cospi cumtrapz deconv del2 dirac dlconv " +
    "elliotsig ellipke embed erfcinv expint filter fullyconnect funm hankel hardlim hardlims hilb horzcat huber " +
    "idivide integral interp1 isprime ldivide legendre ln logm logsig mae magic maxpool mean2 minus mldivide " +
    "movmean movstd movsum mpower mrdivide mse mtimes nchoosek ndgrid netinv normcdf normpdf null onehotdecode " +
    "onehotencode orth perms plus poslin primes purelin radbas randi rank rdivide reallog realpow realsqrt rem " +
    "repmat rescale sae satlin satlins sind sinpi smoothdata sse std2 sum2 sumsq tand tansig times toeplitz " +
    "tribas uminus uplus vecnorm vertcat zscore",
};
