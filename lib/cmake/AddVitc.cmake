# The few CMake words the project speaks. Every leaf CMakeLists.txt uses these and nothing of AddLLVM.
set(MLIR_LINK_MLIR_DYLIB ON) # one copy of every TypeID: libMLIR.so, never libMLIR*.a
include(TableGen)
include(AddLLVM)
include(AddMLIR)

set(VITC_TD_DIRS ${PROJECT_SOURCE_DIR}/dialects ${PROJECT_SOURCE_DIR}/include ${MLIR_INCLUDE_DIRS})

find_program(VITC_CCACHE ccache)
if(VITC_CCACHE)
  # Precompiled headers carry time stamps; without these words ccache never hits.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${VITC_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()

# Flags that every target of the project shares.
add_library(VitcFlags INTERFACE)
target_compile_options(VitcFlags INTERFACE -Wall -Wextra -Werror -Wno-unused-parameter
                       $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Wno-nested-anon-types>
                       $<$<BOOL:${VITC_SANITIZE}>:-fsanitize=address,undefined;-fno-sanitize-recover=all;-fno-omit-frame-pointer>
                       $<$<BOOL:${VITC_FUZZ}>:-fsanitize=fuzzer-no-link>)
target_link_options(VitcFlags INTERFACE -fuse-ld=lld
                    $<$<BOOL:${VITC_SANITIZE}>:-fsanitize=address,undefined>)

# Flags of the compiler's side: LLVM's headers, no exceptions, own include tree.
add_library(VitcCompilerFlags INTERFACE)
target_link_libraries(VitcCompilerFlags INTERFACE VitcFlags)
target_include_directories(VitcCompilerFlags INTERFACE ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include)
target_include_directories(VitcCompilerFlags SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
target_compile_options(VitcCompilerFlags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)
separate_arguments(VITC_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_options(VitcCompilerFlags INTERFACE ${VITC_LLVM_DEFINITIONS})

# The headers nearly every compiler source includes, compiled once.
add_library(VitcPrecompiled STATIC ${PROJECT_SOURCE_DIR}/lib/cmake/Precompiled.cpp)
target_link_libraries(VitcPrecompiled PUBLIC VitcCompilerFlags)
target_precompile_headers(VitcPrecompiled PRIVATE ${PROJECT_SOURCE_DIR}/lib/cmake/Precompiled.h)

# add_vitc_library(<name> <source>... [DEPENDS <target>...] [LINKS <library>...])
# A static library of the compiler's side (may include LLVM and MLIR).
function(add_vitc_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PUBLIC VitcCompilerFlags ${ARG_LINKS} MLIR LLVM)
  target_precompile_headers(${name} REUSE_FROM VitcPrecompiled)
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
endfunction()

# What outputs of vitc are made from: no exceptions, no path of this machine.
set(VITC_RUNTIME_OPTIONS $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions;-fno-rtti> -ffunction-sections
    -fdata-sections -fvisibility=hidden -ffp-contract=off -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)

# add_vitc_runtime_library(<name> <source>... [LINKS <library>...])
# A static library of the runtime's side: libc, pthread and its codecs, nothing of the compiler.
# Portable x86-64 code without exceptions or RTTI: it is linked into what vitc makes.
function(add_vitc_runtime_library name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(${name} PUBLIC VitcFlags ${ARG_LINKS})
  target_compile_options(${name} PRIVATE ${VITC_RUNTIME_OPTIONS})
  if(VITC_SANITIZE)
    # vitc links its outputs without the sanitizers' own runtime: they get a plain copy, which
    # findRuntimeDirectory prefers.
    add_library(${name}Plain STATIC ${ARG_UNPARSED_ARGUMENTS})
    target_include_directories(${name}Plain PRIVATE $<TARGET_PROPERTY:${name},INCLUDE_DIRECTORIES>)
    target_compile_definitions(${name}Plain PRIVATE $<TARGET_PROPERTY:${name},COMPILE_DEFINITIONS>)
    target_compile_options(${name}Plain PRIVATE ${VITC_RUNTIME_OPTIONS})
    set_target_properties(${name}Plain PROPERTIES OUTPUT_NAME ${name}
                          ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib/vitc)
    add_dependencies(${name} ${name}Plain)
  endif()
endfunction()

# What compiling C for AArch64 takes here: clang, and the headers of Debian's libc6-dev-arm64-cross.
if(CMAKE_C_COMPILER_ID MATCHES Clang)
  find_path(VITC_AARCH64_INCLUDE pthread.h PATHS /usr/aarch64-linux-gnu/include NO_DEFAULT_PATH
            DOC "C library headers for AArch64; without them vitc links nothing for it")
endif()

# add_vitc_aarch64_runtime(<name> <source>...)
# The runtime library <name> once more, for what vitc links for AArch64; nothing without the headers.
# Atomics inline: outlined ones are in libgcc, which outputs do not need.
function(add_vitc_aarch64_runtime name)
  if(NOT VITC_AARCH64_INCLUDE)
    message(STATUS "No C library headers for AArch64: vitc makes objects for it, but no libraries")
    return()
  endif()
  add_library(${name}AArch64 STATIC ${ARGN})
  target_include_directories(${name}AArch64 PRIVATE ${PROJECT_SOURCE_DIR}/include)
  target_compile_options(${name}AArch64 PRIVATE ${VITC_RUNTIME_OPTIONS} --target=aarch64-linux-gnu
      -mno-outline-atomics -nostdlibinc -isystem ${VITC_AARCH64_INCLUDE} -Wall -Wextra -Werror)
  set_target_properties(${name}AArch64 PROPERTIES OUTPUT_NAME ${name} ARCHIVE_OUTPUT_DIRECTORY
      ${PROJECT_BINARY_DIR}/lib/$<$<BOOL:${VITC_SANITIZE}>:vitc/>aarch64)
  add_dependencies(${name} ${name}AArch64)
endfunction()

# add_vitc_tool(<name> <source>... [LINKS <library>...])
function(add_vitc_tool name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE VitcCompilerFlags ${ARG_LINKS} MLIR LLVM)
endfunction()

# add_vitc_unittest(<name> <source>... [LINKS <library>...])
# A GoogleTest program, run by ctest as unit/<name>.
function(add_vitc_unittest name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE VitcFlags ${ARG_LINKS} GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/test/unit)
  add_test(NAME unit/${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}/test)
  set_property(GLOBAL APPEND PROPERTY VITC_UNITTESTS ${name})
endfunction()

# add_vitc_dialect(<Name> <mnemonic>): dialects/<Name>/<Name>Ops.td becomes vitc/Dialect/<Name>/*.inc
function(add_vitc_dialect name mnemonic)
  set(LLVM_TARGET_DEFINITIONS ${name}Ops.td)
  set(include_dirs EXTRA_INCLUDES ${VITC_TD_DIRS})
  mlir_tablegen(${name}Dialect.h.inc -gen-dialect-decls -dialect=${mnemonic} ${include_dirs})
  mlir_tablegen(${name}Dialect.cpp.inc -gen-dialect-defs -dialect=${mnemonic} ${include_dirs})
  mlir_tablegen(${name}Ops.h.inc -gen-op-decls ${include_dirs})
  mlir_tablegen(${name}Ops.cpp.inc -gen-op-defs ${include_dirs})
  mlir_tablegen(${name}Enums.h.inc -gen-enum-decls ${include_dirs})
  mlir_tablegen(${name}Enums.cpp.inc -gen-enum-defs ${include_dirs})
  mlir_tablegen(${name}Attributes.h.inc -gen-attrdef-decls -attrdefs-dialect=${mnemonic} ${include_dirs})
  mlir_tablegen(${name}Attributes.cpp.inc -gen-attrdef-defs -attrdefs-dialect=${mnemonic} ${include_dirs})
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${name}Interfaces.td)
    set(LLVM_TARGET_DEFINITIONS ${name}Interfaces.td)
    mlir_tablegen(${name}Interfaces.h.inc -gen-op-interface-decls ${include_dirs})
    mlir_tablegen(${name}Interfaces.cpp.inc -gen-op-interface-defs ${include_dirs})
  endif()
  add_public_tablegen_target(Vitc${name}IncGen)
endfunction()

# add_vitc_passes(<Name>): Passes.td of this folder becomes Passes.h.inc, registering vitc::register<Name>Passes().
function(add_vitc_passes name)
  set(LLVM_TARGET_DEFINITIONS Passes.td)
  mlir_tablegen(Passes.h.inc -gen-pass-decls -name=${name} EXTRA_INCLUDES ${VITC_TD_DIRS})
  add_public_tablegen_target(Vitc${name}PassIncGen)
endfunction()
