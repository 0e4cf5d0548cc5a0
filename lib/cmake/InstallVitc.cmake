# What `cmake --install` puts where. The folders are fixed, not those of GNUInstallDirs: vitc finds
# its runtime at ../lib/vitc from where it is, whatever the prefix and wherever that is moved.
include(CMakePackageConfigHelpers)

set(installed_tools vitc vitc-lsp-server vitc-opt vitc-reduce)
# LLVM's libraries are where this build found them; they do not move with the prefix.
set_target_properties(${installed_tools} PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
install(TARGETS ${installed_tools} RUNTIME DESTINATION bin)

foreach(part Core Image Program)
  # A sanitized build keeps plain archives for what vitc makes: see add_vitc_runtime_library.
  set(archive VitcRuntime${part}$<$<BOOL:${VITC_SANITIZE}>:Plain>)
  install(FILES $<TARGET_FILE:${archive}> DESTINATION lib/vitc)
endforeach()
if(TARGET VitcRuntimeCoreAArch64)
  install(FILES $<TARGET_FILE:VitcRuntimeCoreAArch64> DESTINATION lib/vitc/aarch64)
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/vitc/Runtime DESTINATION include/vitc FILES_MATCHING PATTERN "*.h"
        PATTERN Check.h EXCLUDE) # for programs of tests, which only vitc runs

configure_package_config_file(${PROJECT_SOURCE_DIR}/lib/cmake/VitcConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/lib/cmake/Vitc/VitcConfig.cmake
                              INSTALL_DESTINATION lib/cmake/Vitc)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/lib/cmake/Vitc/VitcConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/lib/cmake/Vitc/VitcConfig.cmake
              ${PROJECT_BINARY_DIR}/lib/cmake/Vitc/VitcConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/lib/cmake/VitcAddModel.cmake
        DESTINATION lib/cmake/Vitc)

install(FILES ${PROJECT_BINARY_DIR}/share/man/man1/vitc.1 DESTINATION share/man/man1)
install(FILES ${PROJECT_BINARY_DIR}/share/bash-completion/completions/vitc
        DESTINATION share/bash-completion/completions)
install(FILES ${PROJECT_BINARY_DIR}/share/zsh/site-functions/_vitc
        DESTINATION share/zsh/site-functions)
install(FILES ${PROJECT_BINARY_DIR}/share/fish/vendor_completions.d/vitc.fish
        DESTINATION share/fish/vendor_completions.d)
