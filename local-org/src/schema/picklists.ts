/**
 * Values of the restricted picklists of a user. Source: the pages "Supported Locales", "Supported Languages",
 * "Supported Time Zones" of Salesforce Help and the User page of the object reference; time zones are those of the
 * IANA data base that the running Node knows, of which an org offers most.
 */
import type { PicklistValue } from "./definitions.ts";

const asIs = (value: string): PicklistValue => ({ value, label: value });

export const timeZones: readonly PicklistValue[] = [
  ...new Set([...Intl.supportedValuesOf("timeZone"), "GMT", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Ho_Chi_Minh"]),
].map(asIs);

export const emailEncodings: readonly PicklistValue[] = [
  { value: "UTF-8", label: "Unicode (UTF-8)" },
  { value: "ISO-8859-1", label: "General US & Western Europe (ISO-8859-1, ISO-LATIN-1)" },
  { value: "Shift_JIS", label: "Japanese (Shift-JIS)" },
  { value: "ISO-2022-JP", label: "Japanese (JIS)" },
  { value: "EUC-JP", label: "Japanese (EUC)" },
  { value: "ks_c_5601-1987", label: "Korean (ks_c_5601-1987)" },
  { value: "Big5", label: "Traditional Chinese (Big5)" },
  { value: "GB2312", label: "Simplified Chinese (GB2312)" },
  { value: "Big5-HKSCS", label: "Traditional Chinese Hong Kong (Big5-HKSCS)" },
  { value: "x-SJIS_0213", label: "Japanese (Shift-JIS_2004)" },
];

export const languages: readonly PicklistValue[] = (
  "en_US de es fr it ja sv ko zh_TW zh_CN pt_BR nl_NL da th fi ru es_MX no " +
  "hu pl cs tr in ro vi uk iw el bg en_GB ar sk pt_PT hr sl fr_CA ka sr sh en_AU en_MY en_IN en_PH en_CA ro_MD bs mk lv lt et " +
  "sq sh_ME mt ga eu cy is ms tl lb rm hy hi ur bn de_AT de_CH es_AR es_BO es_CL es_CO es_CR es_DO es_EC es_SV es_GT es_HN " +
  "es_NI es_PA es_PY es_PE es_PR es_US es_UY es_VE fr_BE fr_LU fr_MA fr_CH it_CH nl_BE el_CY zh_HK zh_SG zh_MY en_HK en_IE en_SG en_ZA"
)
  .split(" ")
  .map(asIs);

export const locales: readonly PicklistValue[] = (
  "af_ZA sq_AL ar_DZ ar_BH ar_EG ar_IQ ar_JO ar_KW ar_LB ar_LY ar_MA ar_OM ar_QA ar_SA ar_SD ar_SY ar_TN ar_AE ar_YE hy_AM " +
  "az_AZ eu_ES be_BY bn_BD bn_IN bs_BA bg_BG my_MM ca_ES zh_CN zh_HK zh_MO zh_SG zh_TW hr_HR cs_CZ da_DK nl_AW nl_BE nl_NL " +
  "nl_SR dz_BT en_AG en_AU en_BS en_BB en_BZ en_BM en_BW en_CM en_CA en_KY en_ER en_FK en_FJ en_GM en_GH en_GI en_GY en_HK " +
  "en_IN en_ID en_IE en_JM en_KE en_LR en_MG en_MW en_MY en_MU en_NA en_NZ en_NG en_PK en_PG en_PH en_RW en_WS en_SC en_SL " +
  "en_SG en_SX en_SB en_ZA en_SH en_SZ en_TZ en_TO en_TT en_UG en_AE en_GB en_US en_VU et_EE fi_FI fr_BE fr_CA fr_KM fr_FR " +
  "fr_GN fr_HT fr_LU fr_MR fr_MC fr_CH ka_GE de_AT de_BE de_DE de_LU de_CH el_GR gu_IN iw_IL hi_IN hu_HU is_IS in_ID ga_IE " +
  "it_IT it_CH ja_JP kn_IN kk_KZ km_KH ko_KP ko_KR ky_KG lo_LA lv_LV lt_LT lu_CD lb_LU mk_MK ms_BN ms_MY ml_IN mt_MT mr_IN " +
  "sh_ME ne_NP no_NO ps_AF fa_IR pl_PL pt_AO pt_BR pt_CV pt_MZ pt_PT pt_ST pa_IN ro_MD ro_RO rm_CH rn_BI ru_AM ru_BY ru_KZ " +
  "ru_KG ru_LT ru_MD ru_PL ru_RU ru_UA sr_BA sr_CS sk_SK sl_SI so_DJ so_SO es_AR es_BO es_CL es_CO es_CR es_CU es_DO es_EC " +
  "es_SV es_GT es_HN es_MX es_NI es_PA es_PY es_PE es_PR es_ES es_US es_UY es_VE sw_KE sv_SE tl_PH tg_TJ ta_IN ta_LK te_IN " +
  "mi_NZ th_TH ti_ET tr_TR uk_UA ur_PK uz_UZ vi_VN cy_GB xh_ZA yo_BJ zu_ZA"
)
  .split(" ")
  .map(asIs);

/** Kinds of users as describes list them; users of an org's own are of two more. Source: a describe, recorded in 2023. */
export const userTypes: readonly PicklistValue[] = [
  { value: "Standard", label: "Standard" },
  { value: "PowerPartner", label: "Partner" },
  { value: "PowerCustomerSuccess", label: "Customer Portal Manager" },
  { value: "CustomerSuccess", label: "Customer Portal User" },
  { value: "Guest", label: "Guest" },
  { value: "CspLitePortal", label: "High Volume Portal" },
  { value: "CsnOnly", label: "CSN Only" },
  { value: "SelfService", label: "Self Service" },
];
