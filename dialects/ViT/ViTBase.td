//===- ViTBase.td - the vit dialect, its types, enums and op classes ------===//

#ifndef VITC_DIALECT_VIT_BASE
#define VITC_DIALECT_VIT_BASE

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def ViT_Dialect : Dialect {
  let name = "vit";
  let cppNamespace = "::vitc::vit";
  let summary = "what a vision transformer computes";
  let description = [{
    Value semantics on tensors of static shape, one op for each concept that a paper would name.
    Weights are symbols (`vit.weight`) backed by ranges of safetensors files; they never sit in the
    IR. `vit.attention`, `vit.ffn` and `vit.classifier` decompose inside the dialect, so passes can
    work at either height.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::tensor::TensorDialect"];
  let useDefaultAttributePrinterParser = 1;
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

class ViT_TensorOfRank<list<int> ranks, string description>
    : ConfinedType<TensorRankOf<[AnyFloat], ranks>, [HasStaticShapePred],
                   description # " floating-point tensor of static shape">;

def ViT_Vector : ViT_TensorOfRank<[1], "1-D">;
def ViT_Matrix : ViT_TensorOfRank<[2], "2-D">;
def ViT_Tokens : ViT_TensorOfRank<[3], "[batch, tokens, features]">;
def ViT_Pixels : ViT_TensorOfRank<[4], "[batch, channels, height, width]">;
def ViT_Filter : ViT_TensorOfRank<[4], "[features, channels, patch height, patch width]">;
def ViT_Heads : ViT_TensorOfRank<[4], "[batch, heads, tokens, head_dim]">;
def ViT_Rows : ViT_TensorOfRank<[2, 3], "[batch, (tokens,) features]">;
def ViT_Tensor : ConfinedType<TensorOf<[AnyFloat]>, [HasStaticShapePred],
                              "floating-point tensor of static shape">;

//===----------------------------------------------------------------------===//
// Enums
//===----------------------------------------------------------------------===//

def ViT_Activation : I32EnumAttr<"Activation", "pointwise non-linearity", [
    I32EnumAttrCase<"ReLU", 0, "relu">,          // max(x, 0)
    I32EnumAttrCase<"GELU", 1, "gelu">,          // x (1 + erf(x / √2)) / 2
    I32EnumAttrCase<"GELUTanh", 2, "gelu_tanh">, // x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2
    I32EnumAttrCase<"QuickGELU", 3, "quick_gelu">, // x σ(1.702 x)
    I32EnumAttrCase<"SiLU", 4, "silu">,          // x σ(x)
    I32EnumAttrCase<"Tanh", 5, "tanh">
  ]> {
  let cppNamespace = "::vitc::vit";
  let genSpecializedAttr = 0;
}
def ViT_ActivationAttr : EnumAttr<ViT_Dialect, ViT_Activation, "activation"> {
  let assemblyFormat = "$value";
}

def ViT_Pooling : I32EnumAttr<"Pooling", "how tokens become one vector", [
    I32EnumAttrCase<"Token", 0, "token">,      // one token, by index
    I32EnumAttrCase<"Mean", 1, "mean">,        // mean of the tokens from `first` on
    I32EnumAttrCase<"TokenMean", 2, "token_mean"> // both, concatenated
  ]> {
  let cppNamespace = "::vitc::vit";
  let genSpecializedAttr = 0;
}
def ViT_PoolingAttr : EnumAttr<ViT_Dialect, ViT_Pooling, "pooling"> {
  let assemblyFormat = "$value";
}

def ViT_Interpolation : I32EnumAttr<"Interpolation", "resampling of a position grid", [
    I32EnumAttrCase<"Bicubic", 0, "bicubic">,  // a = -0.75, clamped indices (torch, no antialias)
    I32EnumAttrCase<"BicubicAntialias", 1, "bicubic_antialias">, // a = -0.5, support × scale (timm)
    I32EnumAttrCase<"Bilinear", 2, "bilinear">
  ]> {
  let cppNamespace = "::vitc::vit";
  let genSpecializedAttr = 0;
}
def ViT_InterpolationAttr : EnumAttr<ViT_Dialect, ViT_Interpolation, "interpolation"> {
  let assemblyFormat = "$value";
}

def ViT_Sinusoid : I32EnumAttr<"Sinusoid", "closed form of positions", [
    I32EnumAttrCase<"Transformer", 0, "transformer">, // 1-D, sin and cos interleaved (Vaswani 2017)
    I32EnumAttrCase<"MAE", 1, "mae">,   // 2-D, per axis [sin | cos], width axis first (He 2021)
    I32EnumAttrCase<"DETR", 2, "detr">  // 2-D, per axis sin/cos interleaved, height axis first
  ]> {
  let cppNamespace = "::vitc::vit";
  let genSpecializedAttr = 0;
}
def ViT_SinusoidAttr : EnumAttr<ViT_Dialect, ViT_Sinusoid, "sinusoid"> {
  let assemblyFormat = "$value";
}

//===----------------------------------------------------------------------===//
// Op classes
//===----------------------------------------------------------------------===//

class ViT_Op<string mnemonic, list<Trait> traits = []> : Op<ViT_Dialect, mnemonic, traits>;

def ViT_InferredResults : NativeOpTrait<"InferredResults"> {
  let cppNamespace = "::vitc::vit";
}

/// An op without side effects whose result type follows from its operands and attributes.
class ViT_PureOp<string mnemonic, list<Trait> traits = []>
    : ViT_Op<mnemonic, !listconcat([Pure, ViT_InferredResults, InferTypeOpAdaptor], traits)>;

#endif // VITC_DIALECT_VIT_BASE
