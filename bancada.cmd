@echo off
rem Runs the command line from this checkout; installs its packages where that is due, and builds it first.
setlocal
set "root=%~dp0"
node -e "const [a,b]=process.versions.node.split('.').map(Number);process.exit(a>20||(a===20&&b>=19)?0:1)" 2>nul
if errorlevel 1 (
  echo bancada: Node.js 20.19 or newer is needed: see https://nodejs.org/en/download 1>&2
  exit /b 69
)
fc /b "%root%package-lock.json" "%root%node_modules\.installed-lock" >nul 2>nul
if errorlevel 1 (
  echo bancada: installing the packages of this checkout ^(npm ci^) 1>&2
  pushd "%root%"
  call npm ci --ignore-scripts --no-audit --no-fund --loglevel=error 1>&2
  popd
  if not exist "%root%node_modules\.package-lock.json" exit /b 69
  copy /y "%root%package-lock.json" "%root%node_modules\.installed-lock" >nul
)
node "%root%scripts\build.mjs" 1>&2
if errorlevel 1 exit /b 69
node "%root%dist\bancada.js" %*
exit /b %errorlevel%
