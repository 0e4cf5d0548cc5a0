# cmake -DSOURCE=folder -DOUTPUT=file -P WriteCommit.cmake: the commit of SOURCE as a C string.
execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD
                OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT commit)
  set(commit unknown)
endif()
file(WRITE ${OUTPUT} "\"${commit}\"\n")
