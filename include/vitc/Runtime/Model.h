/*===- Model.h - what a compiled model says of itself, and how to run it ---===
 *
 * The compiler writes one `vitc_model_desc` constant into each output; everything else
 * (executables, generated C headers, `vitc run`) works through it. Plain C99, libc, libm and
 * pthread only. Every struct begins with its size, so that later versions can add fields at the
 * end.
 *
 *===----------------------------------------------------------------------===*/
#ifndef VITC_RUNTIME_MODEL_H
#define VITC_RUNTIME_MODEL_H

#include "vitc/Runtime/Image.h"
#include "vitc/Runtime/Parallel.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VITC_ABI_VERSION 1u
#define VITC_MAX_RANK 8

typedef enum vitc_status {
  VITC_OK = 0,
  VITC_BAD_ARGUMENT = 1, /* null pointer, batch < 1, wrong struct_size */
  VITC_NO_MEMORY = 2,
  VITC_NO_ISA = 3,       /* this processor has none of the compiled instruction set levels */
  VITC_NO_WEIGHTS = 4,   /* the side file of weights is missing, unreadable or another model's */
  VITC_ABI_MISMATCH = 5, /* compiled by a vitc with another VITC_ABI_VERSION */
} vitc_status;

/* One English sentence for `status`, never null, no full stop. */
const char *vitc_status_string(vitc_status status);

typedef enum vitc_dtype { VITC_F32 = 0, VITC_F64 = 1, VITC_I64 = 2, VITC_I32 = 3 } vitc_dtype;

/* One input or output for a batch of 1: that of a batch has `batch` times shape[0] as its first
 * dimension. Models have 1 there; functions of .mlir files what their types say. */
typedef struct vitc_tensor_desc {
  uint32_t struct_size;
  uint32_t dtype;   /* vitc_dtype */
  const char *name; /* as the reference implementation names it: pixel_values, logits, … */
  uint32_t rank;
  uint32_t reserved;
  int64_t shape[VITC_MAX_RANK];
} vitc_tensor_desc;

/* Instruction set levels, in rising order; a variant runs on its own level and above. */
typedef enum vitc_isa {
  VITC_ISA_X86_64 = 1,
  VITC_ISA_X86_64_V3 = 3,
  VITC_ISA_X86_64_V4 = 4,
  VITC_ISA_X86_64_V4_VNNI = 5, /* V4 with AVX512_VNNI */
  VITC_ISA_X86_64_V4_BF16 = 6, /* V4_VNNI with AVX512_BF16 */
  VITC_ISA_ARMV8_A = 32, /* the one level of AArch64: with NEON, as every such processor has */
} vitc_isa;

/* The level as --cpu and VITC_ISA spell it ("x86-64-v3"), never null. */
const char *vitc_isa_string(vitc_isa isa);

/* One compiled `forward`: one level, one batch size.
 * args, in this order: every input, every output, packed weights, arena, vitc_run *. */
typedef struct vitc_variant_desc {
  uint32_t struct_size;
  uint32_t isa; /* vitc_isa */
  uint64_t batch;
  uint64_t arena_size;   /* bytes, shared by all workers, 64-byte aligned */
  uint64_t scratch_size; /* bytes for each worker, a multiple of 64 */
  void (*forward)(void **args);
} vitc_variant_desc;

/* The side file of weights is a safetensors file whose data begin at a multiple of 64 (spaces pad
 * its header), are weights_size bytes long and end the file; its `__metadata__` has "vitc.blake3",
 * the weights_hash in lower-case hexadecimal digits. It is mapped read only and shared. */

/* How the scores of an answer come from the logits. */
typedef enum vitc_answer {
  VITC_ANSWER_NONE = 0,    /* features only */
  VITC_ANSWER_SOFTMAX = 1, /* one label per image */
  VITC_ANSWER_SIGMOID = 2, /* several labels per image, or a single label */
} vitc_answer;

typedef struct vitc_model_desc {
  uint32_t struct_size;
  uint32_t abi_version; /* VITC_ABI_VERSION */
  const char *name;
  uint32_t num_inputs, num_outputs;
  const vitc_tensor_desc *inputs, *outputs;
  const void *weights;      /* packed, 64-byte aligned; null: in weights_file */
  uint64_t weights_size;    /* bytes */
  const char *weights_file; /* beside the library or executable; null when embedded */
  uint8_t weights_hash[32]; /* BLAKE3 of the packed weights */
  uint32_t num_variants;
  uint32_t num_labels;               /* of the `logits` output; 0 when it has no names */
  const vitc_variant_desc *variants; /* by isa descending, then batch descending; batch 1 exists */
  const char *const *labels;
  const vitc_image_recipe *recipe; /* how a picture becomes pixel_values; null: tensors only */
  const char *config_json;         /* the model's config.json, as read */
  uint32_t answer;                 /* vitc_answer */
  uint32_t reserved;
} vitc_model_desc;

/* A loaded model: weights mapped, memory reserved. Immutable after creation. */
typedef struct vitc_model vitc_model;

typedef struct vitc_model_options {
  uint32_t struct_size;
  uint32_t threads;              /* 0: one for each processor that this process may keep busy */
  const vitc_executor *executor; /* null: the pool that this library's models share */
  const char *weights_path;      /* null: where the descriptor says */
} vitc_model_options;

/* Loads the model that `desc` describes. `options` may be null. On failure *model is null.
 * The environment variable VITC_ISA (x86-64, x86-64-v3, x86-64-v4, x86-64-v4-vnni, x86-64-v4-bf16;
 * armv8-a) forces a lower level, for tests. */
vitc_status vitc_model_create(const vitc_model_desc *desc, const vitc_model_options *options,
                              vitc_model **model);

/* Runs `batch` images: inputs[i] and outputs[j] are contiguous tensors with `batch` as first
 * dimension (times shape[0]), any alignment of at least 4 bytes. May be called from several threads
 * at once on one model: each call takes a workspace of its own from a pool that the model keeps.
 * The bits of an image's outputs depend on that image alone, never on threads or batch mates. */
vitc_status vitc_model_run(vitc_model *model, int64_t batch, const void *const *inputs,
                           void *const *outputs);

/* The level vitc_model_create bound. */
vitc_isa vitc_model_isa(const vitc_model *model);

/* Workers that one run uses at most, the calling thread among them. */
uint32_t vitc_model_threads(const vitc_model *model);

/* Frees everything; no run may be under way. Null is allowed. */
void vitc_model_destroy(vitc_model *model);

#ifdef __cplusplus
}
#endif
#endif
