export { LastResort as default } from '@/components/shell/last-resort'
