# vitc_add_model(<target> MODEL <directory | config.json | file.mlir | owner/name>
#                [KIND static|shared]       what to make; default: as BUILD_SHARED_LIBS says
#                [PREFIX <word>]            of functions, header and library; default: the target
#                [BATCH <n>...] [IMAGE_SIZE <H>x<W>] [OUTPUTS <name>...]
#                [CPU <name>] [PREPROCESS auto|pil|torchvision] [WEIGHTS embed|file]
#                [PRECISION f32|bf16|int8] [MAX_ERROR <e>] [CALIBRATE <directory>]
#                [GEMM classical|strassen]
#                [ENTRY <function>])        of an .mlir file
#
# Compiles a model when the project is built, and again when a file it was read from changes. The
# target is a library: whoever links it can `#include "<prefix>.h"`.
# Properties of the target: VITC_HEADER, and with WEIGHTS file VITC_WEIGHTS_FILE (full paths).

# These functions mean the same whatever policies the project around them asks for; DEPFILE is known
# from 3.20 on.
cmake_policy(PUSH)
cmake_policy(VERSION 3.20...3.25)

# Joins a list's words into one option, nothing for an empty list.
function(_vitc_option result name)
  if(ARGN)
    list(JOIN ARGN "," value)
    set(${result} ${${result}} "--${name}=${value}" PARENT_SCOPE)
  endif()
endfunction()

# The model as vitc takes it: an absolute path, or a repository id as it is.
function(_vitc_model result model)
  get_filename_component(path "${model}" ABSOLUTE)
  if(EXISTS "${path}")
    set(${result} "${path}" PARENT_SCOPE)
  elseif(model MATCHES "^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$")
    set(${result} "${model}" PARENT_SCOPE)
  else()
    message(FATAL_ERROR "vitc_add_model: MODEL: found no '${path}', expected a model directory, a "
                        "config.json, an .mlir file or a repository id (owner/name)")
  endif()
endfunction()

function(_vitc_check_word name value)
  if(value AND NOT value IN_LIST ARGN)
    list(JOIN ARGN ", " words)
    message(FATAL_ERROR "vitc_add_model: ${name}: found '${value}', expected one of ${words}")
  endif()
endfunction()

function(vitc_add_model target)
  cmake_parse_arguments(PARSE_ARGV 1 ARG ""
    "MODEL;KIND;PREFIX;ENTRY;IMAGE_SIZE;CPU;PREPROCESS;WEIGHTS;PRECISION;MAX_ERROR;CALIBRATE;GEMM"
    "BATCH;OUTPUTS")
  if(ARG_UNPARSED_ARGUMENTS OR ARG_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "vitc_add_model: found '${ARG_UNPARSED_ARGUMENTS}${ARG_KEYWORDS_MISSING_VALUES}', "
                        "expected keywords with values: MODEL KIND PREFIX BATCH IMAGE_SIZE OUTPUTS CPU "
                        "PREPROCESS WEIGHTS ENTRY PRECISION MAX_ERROR CALIBRATE GEMM")
  endif()
  if(NOT ARG_MODEL)
    message(FATAL_ERROR "vitc_add_model: found no MODEL, expected one")
  endif()
  _vitc_check_word(KIND "${ARG_KIND}" static shared)
  _vitc_check_word(WEIGHTS "${ARG_WEIGHTS}" embed file)
  _vitc_check_word(PRECISION "${ARG_PRECISION}" f32 bf16 int8)
  _vitc_check_word(GEMM "${ARG_GEMM}" classical strassen)
  if(ARG_CALIBRATE)
    get_filename_component(ARG_CALIBRATE "${ARG_CALIBRATE}" ABSOLUTE)
  endif()
  if(NOT ARG_KIND)
    set(ARG_KIND static)
    if(BUILD_SHARED_LIBS)
      set(ARG_KIND shared)
    endif()
  endif()
  if(NOT ARG_PREFIX)
    string(MAKE_C_IDENTIFIER "${target}" ARG_PREFIX)
  elseif(NOT ARG_PREFIX MATCHES "^[A-Za-z][A-Za-z0-9_]*$")
    message(FATAL_ERROR "vitc_add_model: PREFIX: found '${ARG_PREFIX}', expected a C identifier")
  endif()
  _vitc_model(model "${ARG_MODEL}")

  set(folder "${CMAKE_CURRENT_BINARY_DIR}/vitc/${target}")
  file(MAKE_DIRECTORY "${folder}")
  set(stem "${folder}/lib${ARG_PREFIX}")
  set(header "${folder}/${ARG_PREFIX}.h")
  if(ARG_KIND STREQUAL "shared")
    set(library "${stem}.so")
  else()
    set(library "${stem}.a")
  endif()
  set(outputs "${library}" "${header}")
  if(ARG_WEIGHTS STREQUAL "file")
    list(APPEND outputs "${stem}.weights.safetensors")
  endif()

  set(options "")
  _vitc_option(options entry ${ARG_ENTRY})
  _vitc_option(options batch ${ARG_BATCH})
  _vitc_option(options outputs ${ARG_OUTPUTS})
  _vitc_option(options image-size ${ARG_IMAGE_SIZE})
  _vitc_option(options cpu ${ARG_CPU})
  _vitc_option(options preprocess ${ARG_PREPROCESS})
  _vitc_option(options weights ${ARG_WEIGHTS})
  _vitc_option(options precision ${ARG_PRECISION})
  _vitc_option(options max-error ${ARG_MAX_ERROR})
  _vitc_option(options calibrate ${ARG_CALIBRATE})
  _vitc_option(options gemm ${ARG_GEMM})
  get_target_property(vitc Vitc::vitc IMPORTED_LOCATION)
  add_custom_command(OUTPUT ${outputs}
    COMMAND "${vitc}" compile "${model}" -o "${library}" "--depfile=${library}.d" --quiet ${options}
    DEPENDS "${vitc}"
    DEPFILE "${library}.d"
    COMMENT "Compiling model ${ARG_MODEL}"
    VERBATIM)
  add_custom_target(${target}-model DEPENDS ${outputs})

  string(TOUPPER ${ARG_KIND} kind)
  add_library(${target} ${kind} IMPORTED GLOBAL)
  add_dependencies(${target} ${target}-model)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION "${library}"
    INTERFACE_INCLUDE_DIRECTORIES "${folder}"
    VITC_HEADER "${header}")
  if(ARG_KIND STREQUAL "shared")
    set_target_properties(${target} PROPERTIES IMPORTED_SONAME "lib${ARG_PREFIX}.so")
  else()
    set_target_properties(${target} PROPERTIES INTERFACE_LINK_LIBRARIES "m;pthread")
  endif()
  if(ARG_WEIGHTS STREQUAL "file")
    set_target_properties(${target} PROPERTIES VITC_WEIGHTS_FILE "${stem}.weights.safetensors")
  endif()
endfunction()

cmake_policy(POP)
