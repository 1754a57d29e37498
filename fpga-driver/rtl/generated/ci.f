// Made from arch/qbs.json by arch/generate; do not edit.
-GOC=8
-GIC=8
-GRQ=2
-GWB=64
-GFEATURE_WORDS=2048
-GWEIGHT_WORDS=4096
-GPARAMETER_SLOTS=8
